/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/ddi-json.h"

static char *
nest (guint depth, const char *before)
{
  g_autofree char *opening = g_strnfill (depth, '['), *closing = g_strnfill (depth, ']');

  return g_strconcat (before, opening, closing, NULL);
}

static gboolean
is_read (const char *text, gssize length)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node = ddi_json_parse (text, length, &error);

  g_assert_true ((node == NULL) == (error != NULL));
  g_assert_true (error == NULL || error->domain == JSON_PARSER_ERROR);
  return node != NULL;
}

static void
test_depth (void)
{
  g_autofree char *most = nest (DDI_JSON_MAX_DEPTH, ""), *more = nest (DDI_JSON_MAX_DEPTH + 1, "");
  g_autofree char *most_and_rest = g_strconcat (most, more, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node = NULL;

  g_assert_true (is_read (most, -1));
  g_assert_false (is_read (more, -1));
  g_assert_true (is_read (most_and_rest, 2 * DDI_JSON_MAX_DEPTH));
  node = ddi_json_parse (more, -1, &error);
  g_assert_error (error, JSON_PARSER_ERROR, JSON_PARSER_ERROR_PARSE);
  g_assert_cmpstr (error->message, ==, "its brackets nest too deep");
}

/* json-glib reads all of these, and would recurse on each bracket until the stack ends. */
static void
test_hidden (void)
{
  static const char *const before[] = { "/*\"*/", "//\"\n//\"\n", "['\"',", "[1,/*\"*/" };

  for (gsize i = 0; i < G_N_ELEMENTS (before); i++)
    {
      g_autofree char *text = nest (1000000, before[i]);

      g_assert_false (is_read (text, -1));
    }
}

/* Brackets beside each other, and those of a text, are not in each other. */
static void
test_beside (void)
{
  GString *text = g_string_new ("[");
  g_autofree char *quoted = NULL, *escaped = NULL, *brackets = g_strnfill (1000, '[');

  for (int i = 0; i < 1000; i++)
    g_string_append (text, "[{}],");
  g_string_append (text, "'/*'");
  g_assert_false (is_read (text->str, (gssize)text->len));
  g_string_truncate (text, text->len - 4);
  g_string_append (text, "\"it's /* // */\"]");
  g_assert_true (is_read (text->str, (gssize)text->len));
  g_string_free (text, TRUE);
  quoted = g_strdup_printf ("{\"a\": \"%s\"}", brackets);
  g_assert_true (is_read (quoted, -1));
  escaped = g_strdup_printf ("{\"a\": \"\\\"%s\", \"b\": \"\\\\\"}", brackets);
  g_assert_true (is_read (escaped, -1));
}

static void
test_nothing (void)
{
  g_assert_false (is_read ("", -1));
  g_assert_false (is_read ("[", -1));
  g_assert_false (is_read ("\"\xff\"", -1));
  g_assert_true (is_read ("null", -1));
}

/* What is not what it should be is missing, whatever it is. */
static void
test_members (void)
{
  g_autoptr (JsonNode) node =
      ddi_json_parse ("{\"t\": \"x\", \"n\": 2.5, \"i\": 7, \"a\": [\"y\", 1, {}], \"o\": {}, "
                      "\"nothing\": null, \"b\": true}",
                      -1, NULL);
  JsonObject *object = json_node_get_object (node);
  JsonArray *array = ddi_json_get_array (object, "a");
  static const char *const names[] = { "t", "n", "i", "a", "o", "nothing", "b", "none" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_assert_cmpstr (ddi_json_get_text (object, names[i]), ==, i == 0 ? "x" : NULL);
      g_assert_cmpfloat (ddi_json_get_number (object, names[i], -1), ==, i == 1 ? 2.5 : i == 2 ? 7 : -1);
      g_assert_true ((ddi_json_get_array (object, names[i]) != NULL) == (i == 3));
      g_assert_true ((ddi_json_get_object (object, names[i]) != NULL) == (i == 4));
    }
  for (guint i = 0; i < 3; i++)
    {
      g_assert_cmpstr (ddi_json_get_text_at (array, i), ==, i == 0 ? "y" : NULL);
      g_assert_true ((ddi_json_get_object_at (array, i) != NULL) == (i == 2));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/json/depth", test_depth);
  g_test_add_func ("/json/hidden", test_hidden);
  g_test_add_func ("/json/beside", test_beside);
  g_test_add_func ("/json/nothing", test_nothing);
  g_test_add_func ("/json/members", test_members);
  return g_test_run ();
}
