/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pages/records/ddi-record-words.h"

#include <glib/gi18n-lib.h>

#include "core/ddi-format.h"

char *
ddi_record_doubt (DdiRecordKind kind, gint64 pieces, DdiRows *day)
{
  gint64 made = ddi_rows_get_int (day, 0, 0), wasted = ddi_rows_get_int (day, 0, 1);
  gint64 sold = ddi_rows_get_int (day, 0, 2);

  if (kind == DDI_RECORD_WASTE && !ddi_rows_is_null (day, 0, 0) && pieces > made)
    return g_strdup_printf (ngettext ("More is thrown away than was made: only %d piece.",
                                      "More is thrown away than was made: only %d pieces.", (gulong)made),
                            (int)made);
  if (kind == DDI_RECORD_PRODUCTION && !ddi_rows_is_null (day, 0, 1) && pieces < wasted)
    return g_strdup_printf (ngettext ("Less is made than was thrown away: %d piece.",
                                      "Less is made than was thrown away: %d pieces.", (gulong)wasted),
                            (int)wasted);
  if (kind == DDI_RECORD_PRODUCTION && !ddi_rows_is_null (day, 0, 2) && pieces < sold)
    return g_strdup_printf (ngettext ("Less is made than was sold: %d piece.",
                                      "Less is made than was sold: %d pieces.", (gulong)sold),
                            (int)sold);
  if (kind == DDI_RECORD_SALES && !ddi_rows_is_null (day, 0, 0) && pieces > made)
    return g_strdup_printf (ngettext ("More is sold than was made: only %d piece.",
                                      "More is sold than was made: only %d pieces.", (gulong)made),
                            (int)made);
  return NULL;
}

char *
ddi_record_describe_theirs (const DdiRecord *theirs)
{
  g_autofree char *pieces = theirs ? ddi_format_int (theirs->pieces) : NULL;

  if (theirs == NULL)
    return g_strdup (
        _ ("Somebody deleted this row meanwhile. Save enters it again; close this to leave it deleted."));
  if (theirs->text)
    /* Translators: pieces, then a reason, a note or a time. */
    return g_strdup_printf (_ ("Somebody changed this row meanwhile: it now says %s, “%s”. Save writes yours "
                               "over it; close this to keep theirs."),
                            pieces, theirs->text);
  /* Translators: %s is a number of pieces. */
  return g_strdup_printf (
      _ ("Somebody changed this row meanwhile: it now says %s. Save writes yours over it; "
         "close this to keep theirs."),
      pieces);
}
