/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/ddi-json-depth.h"

static void
test_depth (void)
{
  g_autofree char *most = g_strnfill (DDI_JSON_MAX_DEPTH, '[');
  g_autofree char *more = g_strconcat (most, "{", NULL);
  g_autofree char *wide = g_strconcat ("[", most, NULL);

  g_assert_true (ddi_json_is_shallow ("", -1));
  g_assert_true (ddi_json_is_shallow (most, -1));
  g_assert_false (ddi_json_is_shallow (more, -1));
  g_assert_false (ddi_json_is_shallow (wide, -1));
  g_assert_true (ddi_json_is_shallow (more, DDI_JSON_MAX_DEPTH));
}

/* Brackets beside each other, and those of a text, are not in each other. */
static void
test_beside (void)
{
  GString *text = g_string_new ("[");
  g_autofree char *quoted = NULL, *escaped = NULL, *brackets = g_strnfill (1000, '[');

  for (int i = 0; i < 1000; i++)
    g_string_append (text, "[{}],");
  g_assert_true (ddi_json_is_shallow (text->str, (gssize)text->len));
  g_string_free (text, TRUE);
  quoted = g_strdup_printf ("{\"a\": \"%s\"}", brackets);
  g_assert_true (ddi_json_is_shallow (quoted, -1));
  escaped = g_strdup_printf ("{\"a\": \"\\\"%s\", \"b\": \"\\\\\"}", brackets);
  g_assert_true (ddi_json_is_shallow (escaped, -1));
  g_free (escaped);
  /* The text ends before the brackets. */
  escaped = g_strdup_printf ("{\"a\": \"\\\\\", %s", brackets);
  g_assert_false (ddi_json_is_shallow (escaped, -1));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/json-depth/depth", test_depth);
  g_test_add_func ("/json-depth/beside", test_beside);
  return g_test_run ();
}
