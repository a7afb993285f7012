/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pages/audit/ddi-audit-words.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "core/ddi-format.h"
#include "core/ddi-json.h"

const DdiAuditKind ddi_audit_kinds[] = {
  { N_ ("Everything"), { NULL } },
  { N_ ("Changed"), { "ROW_CHANGED", "SALE_ADDED", "WASTE_ADDED", NULL } },
  { N_ ("Added"), { "ROW_ADDED", "ROWS_ADDED", NULL } },
  { N_ ("Removed"), { "ROW_REMOVED", NULL } },
  { N_ ("Imports"), { "IMPORT", "IMPORT_UNDONE", NULL } },
  { N_ ("Forecast runs"), { "FORECAST_RUN", NULL } },
  { N_ ("Exports"), { "EXPORT", "PRINT", "MAIL", NULL } },
  { N_ ("Sign-ins"), { "SIGN_IN", "SIGN_OUT", "SESSIONS_REVOKED", "SESSIONS_VOIDED", NULL } },
  { N_ ("Refused"), { "SIGN_IN_REFUSED", "CODE_REFUSED", NULL } },
  { N_ ("Passwords"), { "PASSWORD_CHANGED", "PASSWORD_RESET", "RESET_REQUESTED", "RESET_ISSUED", NULL } },
  { N_ ("Accounts"),
    { "INVITE", "INVITATION_ACCEPTED", "FIRST_ADMINISTRATOR", "ROLE_CHANGED", "DEACTIVATED", NULL } },
  { N_ ("Backups"), { "BACKUP", "RESTORE", "RESTORED", NULL } },
  { N_ ("Archive"), { "ARCHIVED", "BROUGHT_BACK", NULL } },
  { N_ ("Added columns"),
    { "COLUMN_ADDED", "COLUMN_RENAMED", "COLUMN_RETYPED", "COLUMN_REMOVED", "COLUMN_CLEARED", NULL } },
  { N_ ("The log itself"), { "AUDIT_RETAINED", NULL } },
  { NULL, { NULL } },
};

const DdiAuditSubject ddi_audit_subjects[] = {
  { N_ ("All subjects"), NULL },
  { N_ ("Sales"), "daily_sales" },
  { N_ ("Waste"), "daily_waste" },
  { N_ ("Production"), "daily_production" },
  { N_ ("Days"), "store_days" },
  { N_ ("Forecasts"), "forecasts" },
  { N_ ("Products"), "products" },
  { N_ ("Product names"), "product_aliases" },
  { N_ ("Prices"), "product_prices" },
  { N_ ("Events"), "calendar_events" },
  { N_ ("Waste goals"), "waste_goals" },
  { N_ ("Shops"), "stores" },
  { N_ ("Districts"), "districts" },
  { N_ ("Users"), "users" },
  { N_ ("Memberships"), "store_members" },
  { N_ ("Settings"), "settings" },
  { N_ ("Kept by imports"), "import_changes" },
  { NULL, NULL },
};

static const struct
{
  const char *action;
  const char *text;
} sentences[] = {
  { "SIGN_IN", N_ ("Signed in") },
  { "SIGN_OUT", N_ ("Signed out") },
  { "SIGN_IN_REFUSED", N_ ("Sign-in refused") },
  { "CODE_REFUSED", N_ ("Code refused") },
  { "SESSIONS_REVOKED", N_ ("Sessions ended") },
  { "SESSIONS_VOIDED", N_ ("All sessions ended") },
  { "PASSWORD_CHANGED", N_ ("Password changed") },
  { "PASSWORD_RESET", N_ ("Password reset") },
  { "RESET_REQUESTED", N_ ("Asked for a new password") },
  { "RESET_ISSUED", N_ ("Code for a new password issued") },
  { "INVITE", N_ ("Invited") },
  { "INVITATION_ACCEPTED", N_ ("Invitation accepted") },
  { "FIRST_ADMINISTRATOR", N_ ("First administrator made") },
  { "ROLE_CHANGED", N_ ("Role changed") },
  { "DEACTIVATED", N_ ("Account closed") },
  { "IMPORT", N_ ("Imported") },
  { "IMPORT_UNDONE", N_ ("Import undone") },
  { "FORECAST_RUN", N_ ("Forecast anew") },
  { "EXPORT", N_ ("File written") },
  { "PRINT", N_ ("Printed") },
  { "MAIL", N_ ("Mail sent") },
  { "BACKUP", N_ ("Backup made") },
  { "RESTORE", N_ ("Backup restored") },
  { "RESTORED", N_ ("Backup restored") },
  { "ARCHIVED", N_ ("Moved to the archive") },
  { "BROUGHT_BACK", N_ ("Brought back from the archive") },
  { "AUDIT_RETAINED", N_ ("Old entries removed") },
  { "COLUMN_ADDED", N_ ("Column added") },
  { "COLUMN_RENAMED", N_ ("Column headed anew") },
  { "COLUMN_RETYPED", N_ ("Column of another kind") },
  { "COLUMN_REMOVED", N_ ("Column removed") },
  { "COLUMN_CLEARED", N_ ("Values of a column deleted") },
  { "CONNECTION_SIGNED", N_ ("Connection file signed") },
  { "SALE_ADDED", N_ ("Sale added to the day’s") },
  { "WASTE_ADDED", N_ ("Waste added to the day’s") },
};

const char *
ddi_audit_table_name (const char *table)
{
  for (const DdiAuditSubject *subject = ddi_audit_subjects; subject->name; subject++)
    if (g_strcmp0 (subject->table, table) == 0 && table)
      return _ (subject->name);
  return table ? table : "";
}

static JsonObject *
get_object (JsonObject *details, const char *name)
{
  JsonNode *node = details ? json_object_get_member (details, name) : NULL;

  return node && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

static const char *
get_text (JsonObject *object, const char *name)
{
  JsonNode *node = object ? json_object_get_member (object, name) : NULL;

  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_STRING)
    return NULL;
  return json_node_get_string (node);
}

static void
add_part (GString *text, const char *part)
{
  if (part && *part)
    g_string_append_printf (text, "%s%s", text->len ? ", " : "", part);
}

/* The names in a row of audit/list-window. */
static const char *
get_name (DdiRows *rows, guint row, const char *column)
{
  return ddi_rows_get_text (rows, row, ddi_rows_column (rows, column));
}

/* What tells a row: its shop, its product or name, and its day. */
static char *
name_row (JsonObject *object, DdiRows *rows, guint row)
{
  static const char *const days[] = { "date", "forecast_date", "starts_on", "valid_from", NULL };
  g_autoptr (GString) text = g_string_new (NULL);
  const char *name = get_text (object, "name") ? get_text (object, "name") : get_text (object, "alias");
  const char *product = get_name (rows, row, "product");

  if (product == NULL)
    product = get_text (object, "product_name");
  add_part (text, get_name (rows, row, "person"));
  add_part (text, get_name (rows, row, "store"));
  add_part (text, product);
  if (name == NULL)
    name = get_text (object, "key");
  if (g_strcmp0 (name, product) != 0)
    add_part (text, name);
  for (const char *const *day = days; *day; day++)
    if (get_text (object, *day) && ddi_day_parse (get_text (object, *day)) != DDI_DAY_INVALID)
      {
        g_autofree char *date = ddi_format_day (ddi_day_parse (get_text (object, *day)));

        add_part (text, date);
      }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static char *
describe_change (const char *action, JsonObject *details, DdiRows *rows, guint row)
{
  const char *table = ddi_audit_table_name (get_text (details, "table"));
  JsonObject *object =
      get_object (details, "new") ? get_object (details, "new") : get_object (details, "old");
  g_autofree char *name = object ? name_row (object, rows, row) : g_strdup ("");

  /* Translators: a table's name ("Prices") and which row of it. */
  if (g_str_equal (action, "ROW_ADDED"))
    return g_strdup_printf (_ ("%s: %s added"), table, name);
  if (g_str_equal (action, "ROW_REMOVED"))
    return g_strdup_printf (_ ("%s: %s removed"), table, name);
  return g_strdup_printf (_ ("%s: %s changed"), table, name);
}

static gint64
get_int (JsonObject *object, const char *name)
{
  JsonNode *node = object ? json_object_get_member (object, name) : NULL;

  return node && JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_INT64
             ? json_node_get_int (node)
             : 0;
}

static char *
describe_many (JsonObject *details)
{
  gint64 n = get_int (details, "rows");
  g_autofree char *number = ddi_format_int (n);

  return g_strdup_printf (ngettext ("%s: %s row added", "%s: %s rows added", (gulong)n),
                          ddi_audit_table_name (get_text (details, "table")), number);
}

static const char *
find_sentence (const char *action)
{
  for (gsize i = 0; i < G_N_ELEMENTS (sentences); i++)
    if (g_str_equal (sentences[i].action, action))
      return _ (sentences[i].text);
  return action;
}

/* Which file, which address: what most entries are about. */
static const char *
find_object (JsonObject *details)
{
  static const char *const members[] = { "source", "file", "email", "what", "label", NULL };

  for (const char *const *member = members; *member; member++)
    if (get_text (details, *member))
      return get_text (details, *member);
  return NULL;
}

char *
ddi_audit_describe_row (DdiRows *rows, guint row)
{
  g_autoptr (JsonObject) details =
      ddi_audit_parse (ddi_rows_get_text (rows, row, ddi_rows_column (rows, "details")));
  const char *action = ddi_rows_get_text (rows, row, ddi_rows_column (rows, "action"));
  const char *object;

  if (details && g_str_has_prefix (action, "ROW_"))
    return describe_change (action, details, rows, row);
  if (details && g_str_equal (action, "ROWS_ADDED"))
    return describe_many (details);
  object = details ? find_object (details) : NULL;
  if (object)
    return g_strdup_printf ("%s: %s", find_sentence (action), object);
  return g_strdup (find_sentence (action));
}

char *
ddi_audit_address (const char *address)
{
  const char *claimed = address ? strstr (address, "claimed ") : NULL;

  if (address == NULL || *address == '\0')
    return g_strdup ("–");
  if (claimed)
    return g_strdup_printf (_ ("%s (as the pooler says)"), claimed + strlen ("claimed "));
  if (g_str_equal (address, "local"))
    return g_strdup (_ ("this computer"));
  return g_strdup (address);
}

char *
ddi_audit_time (gint64 seconds)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (seconds);
  g_autoptr (GDateTime) local = utc ? g_date_time_to_local (utc) : NULL;
  g_autofree char *clock = local ? g_date_time_format (local, "%H:%M:%S") : NULL;
  g_autofree char *date = local ? g_date_time_format (local, "%Y-%m-%d") : NULL;
  g_autofree char *day = date ? ddi_format_day_short (ddi_day_parse (date), ddi_day_today (NULL)) : NULL;

  return local ? g_strdup_printf ("%s, %s", day, clock) : g_strdup ("–");
}

JsonObject *
ddi_audit_parse (const char *details)
{
  g_autoptr (JsonNode) node = details ? ddi_json_parse (details, -1, NULL) : NULL;

  return node && JSON_NODE_HOLDS_OBJECT (node) ? json_node_dup_object (node) : NULL;
}
