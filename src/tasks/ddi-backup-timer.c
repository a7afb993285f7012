/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "exchange/ddi-backup-file.h"
#include "tasks/ddi-backup-auto.h"

/* It may be asked for more often than a backup is due: the command knows. */
#define TIMER                                                                                                \
  "[Unit]\n"                                                                                                 \
  "Description=Back up Dunkin Demand Intelligence\n"                                                         \
  "\n"                                                                                                       \
  "[Timer]\n"                                                                                                \
  "OnCalendar=daily\n"                                                                                       \
  "Persistent=true\n"                                                                                        \
  "RandomizedDelaySec=15min\n"                                                                               \
  "\n"                                                                                                       \
  "[Install]\n"                                                                                              \
  "WantedBy=timers.target\n"

char *
ddi_backup_timer_dup_directory (void)
{
  return g_build_filename (g_get_user_config_dir (), "systemd", "user", NULL);
}

/* A word of ExecStart=: in double quotes, where nothing is special but these. */
static void
append_word (GString *line, const char *word)
{
  g_string_append (line, line->len > 0 ? " \"" : "\"");
  for (const char *c = word; *c; c++)
    {
      if (*c == '"' || *c == '\\')
        g_string_append_c (line, '\\');
      else if (*c == '%' || *c == '$')
        g_string_append_c (line, *c);
      g_string_append_c (line, *c);
    }
  g_string_append_c (line, '"');
}

static char *
format_service (const char *const *argv)
{
  g_autoptr (GString) line = g_string_new (NULL);

  for (; *argv; argv++)
    append_word (line, *argv);
  return g_strdup_printf ("[Unit]\n"
                          "Description=Back up Dunkin Demand Intelligence\n"
                          "\n"
                          "[Service]\n"
                          "Type=oneshot\n"
                          "Nice=10\n"
                          "IOSchedulingClass=idle\n"
                          "ExecStart=%s\n",
                          line->str);
}

gboolean
ddi_backup_timer_write (const char *directory, const char *const *argv, GError **error)
{
  g_autofree char *service = g_build_filename (directory, DDI_BACKUP_TIMER ".service", NULL);
  g_autofree char *timer = g_build_filename (directory, DDI_BACKUP_TIMER ".timer", NULL);
  g_autofree char *text = format_service (argv);

  if (g_mkdir_with_parents (directory, 0755) != 0)
    {
      g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno), "%s: %s", directory, g_strerror (errno));
      return FALSE;
    }
  return ddi_backup_file_write_text (service, text, error) &&
         ddi_backup_file_write_text (timer, TIMER, error);
}

gboolean
ddi_backup_timer_remove (const char *directory, gboolean *there, GError **error)
{
  static const char *const names[] = { DDI_BACKUP_TIMER ".timer", DDI_BACKUP_TIMER ".service" };

  *there = FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_build_filename (directory, names[i], NULL);

      if (g_unlink (path) == 0)
        *there = TRUE;
      else if (errno != ENOENT)
        {
          g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno), "%s: %s", path, g_strerror (errno));
          return FALSE;
        }
    }
  return TRUE;
}
