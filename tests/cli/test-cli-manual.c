/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The manual page names what the program has and nothing else, and the shell completes it. */

#include <gio/gio.h>

#include "cli-run.h"

static int
compare_words (gconstpointer a, gconstpointer b)
{
  return g_strcmp0 (*(const char *const *)a, *(const char *const *)b);
}

/* What the first group of @pattern matches in @text, sorted, each once, a line each. */
static char *
collect (const char *text, const char *pattern)
{
  g_autoptr (GRegex) regex = g_regex_new (pattern, G_REGEX_MULTILINE, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;
  g_autoptr (GPtrArray) words = g_ptr_array_new_with_free_func (g_free);
  GString *lines = g_string_new (NULL);

  g_regex_match (regex, text, 0, &match);
  for (; g_match_info_matches (match); g_match_info_next (match, NULL))
    g_ptr_array_add (words, g_match_info_fetch (match, 1));
  g_ptr_array_sort (words, compare_words);
  for (guint i = 0; i < words->len; i++)
    if (i == 0 || !g_str_equal (words->pdata[i - 1], words->pdata[i]))
      g_string_append_printf (lines, "%s\n", (char *)words->pdata[i]);
  return g_string_free (lines, FALSE);
}

static char *
run (const char *arguments)
{
  g_autoptr (CliRun) result = cli_expect (0, NULL, arguments);

  return g_steal_pointer (&result->out);
}

/* The section COMMANDS, with plain hyphens. */
static char *
read_manual (void)
{
  g_autofree char *path =
      g_build_filename (g_getenv ("DDI_TEST_SOURCE"), "man", "dunkin-demand-cli.1.in", NULL);
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  g_auto (GStrv) parts = NULL;
  const char *from, *to;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  from = strstr (text, "\n.SH COMMANDS");
  g_assert_nonnull (from);
  to = strstr (from + 1, "\n.SH ");
  g_assert_nonnull (to);
  text[to - text] = '\0';
  parts = g_strsplit (from, "\\-", -1);
  return g_strjoinv ("-", parts);
}

/* What the manual says about one command, which may have more than one form. */
static char *
read_section (const char *manual, const char *command)
{
  g_auto (GStrv) sections = g_strsplit (manual, "\n.SS ", -1);
  g_autofree char *pattern = g_strdup_printf ("^\"?%s\\b", command);
  GString *text = g_string_new (NULL);
  gboolean bodiless = FALSE;

  for (guint i = 1; sections[i]; i++)
    if (g_regex_match_simple (pattern, sections[i], 0, 0))
      {
        g_string_append_printf (text, "%s\n", sections[i]);
        bodiless = strchr (sections[i], '\n') == NULL;
      }
  /* Two forms may share a text, which follows the second. */
  g_assert_false (bodiless);
  return g_string_free (text, FALSE);
}

static void
test_commands (void)
{
  g_autofree char *help = run ("--help");
  g_autofree char *manual = read_manual ();
  g_autofree char *there = collect (help, "^  ([a-z]+) ");
  g_autofree char *told = collect (manual, "^\\.SS \"?([a-z]+)");

  g_assert_nonnull (strstr (there, "order\n"));
  g_assert_cmpstr (told, ==, there);
}

static void
test_options (void)
{
  g_autofree char *help = run ("--help");
  g_autofree char *manual = read_manual ();
  g_autofree char *list = collect (help, "^  ([a-z]+) ");
  g_auto (GStrv) commands = g_strsplit (g_strchomp (list), "\n", -1);

  for (guint i = 0; commands[i]; i++)
    {
      g_autofree char *arguments = g_strdup_printf ("%s --help", commands[i]);
      g_autofree char *own = run (arguments);
      g_autofree char *weekly = run (g_str_equal (commands[i], "report")   ? "report --help weekly"
                                     : g_str_equal (commands[i], "backup") ? "backup --help auto"
                                                                           : arguments);
      g_autofree char *continuous =
          run (g_str_equal (commands[i], "backup") ? "backup --help continuous" : arguments);
      g_autofree char *both = g_strconcat (own, weekly, continuous, NULL);
      g_autofree char *section = read_section (manual, commands[i]);
      g_autofree char *there = collect (both, "^  (?:-[a-z], )?(--(?!help)[a-z-]+)");
      g_autofree char *told = collect (section, "^\\.TP\n\\.[A-Z]+ (?:-[a-z] \", \" )?(--[a-z-]+)");

      g_test_message ("%s", commands[i]);
      g_assert_cmpstr (told, ==, there);
    }
}

/* How each shell is asked what it offers for the last of the words that it gets, a line each. */
static const struct
{
  const char *name, *option, *script;
} shells[] = {
  { "bash", "--norc",
    "source \"$DDI_TEST_SOURCE/data/completions/dunkin-demand-cli.bash\"\n"
    "COMP_WORDS=(\"$@\")\n"
    "COMP_CWORD=$(($# - 1))\n"
    "_dunkin_demand_cli\n"
    "printf '%s\\n' \"${COMPREPLY[@]}\" | LC_ALL=C sort\n" },
  /* What belongs to its line editor stands here. */
  { "zsh", "--no-rcs",
    "compadd () { print -rl -- ${(M)${(P)2}:#${words[CURRENT]}*}; }\n"
    "_files () { [ \"$1\" = -/ ] && print -rl -- ${words[CURRENT]}*(/N) || print -rl -- "
    "${words[CURRENT]}*(N); }\n"
    "words=(\"$@\") CURRENT=$#\n"
    "source \"$DDI_TEST_SOURCE/data/completions/_dunkin-demand-cli\" | LC_ALL=C sort\n" },
  /* Where nothing begins with the word, fish offers what contains it; it adds a slash to folders. */
  { "fish", "--no-config",
    "source $DDI_TEST_SOURCE/data/completions/dunkin-demand-cli.fish\n"
    "complete -C (string join ' ' -- $argv[2..]) | string replace -r '\\t.*' '' | string trim -r -c / |\n"
    "  string match -r -- \"^\"(string escape --style=regex -- $argv[-1])\".*\" | LC_ALL=C sort\n" },
};

/* What the shell offers for the last word of @line, a line each. */
static char *
complete (guint shell, const char *line)
{
  g_autofree char *whole = g_strdup_printf ("%s %s", g_getenv ("DDI_TEST_CLI"), line);
  g_auto (GStrv) words = g_strsplit (whole, " ", -1);
  g_autoptr (GPtrArray) argv = g_ptr_array_new ();
  g_autoptr (GSubprocessLauncher) launcher =
      g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_PIPE);
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *complaint = NULL;
  char *offered = NULL;

  g_ptr_array_add (argv, (char *)shells[shell].name);
  g_ptr_array_add (argv, (char *)shells[shell].option);
  g_ptr_array_add (argv, (char *)"-c");
  g_ptr_array_add (argv, (char *)shells[shell].script);
  g_ptr_array_add (argv, (char *)shells[shell].name);
  for (guint i = 0; words[i]; i++)
    g_ptr_array_add (argv, words[i]);
  g_ptr_array_add (argv, NULL);
  g_subprocess_launcher_set_cwd (launcher, g_getenv ("DDI_TEST_SOURCE"));
  process = g_subprocess_launcher_spawnv (launcher, (const char *const *)argv->pdata, &error);
  g_assert_no_error (error);
  g_subprocess_communicate_utf8 (process, NULL, NULL, &offered, &complaint, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (complaint, ==, "");
  return g_strchomp (offered);
}

static void
test_completion (void)
{
  /* bash breaks words at "=", and gives an empty last word after a space. */
  static const struct
  {
    const char *line, *offered;
  } cases[] = {
    { "re", "report\nrestore" },
    { "log", "login\nlogout" },
    { "--json imp", "import" },
    { "--data-dir imp", "" },
    { "--data-dir = /tmp expo", "export" },
    { "--vers", "--version" },
    { "order --st", "--store" },
    { "order --json --o", "--output" },
    { "order --store ", "" },
    { "server ", "accept\nfetch\nforget\nlist\nmove\npgbouncer\nsign\nstart\nstatus\nstop\nupgrade\nuri" },
    { "users in", "invite" },
    { "users list ", "" },
    { "import --strict sh", "sheet" },
    { "import sheet meson", "meson.build\nmeson_options.txt" },
    { "export sales --output meson.b", "meson.build" },
    { "export sales --output = meson.b", "meson.build" },
    { "export sales -o meson.b", "meson.build" },
    { "sheets --output po", "po" },
    { "report weekly --p", "--pdf" },
    { "report --p", "" },
    { "import undo --he", "--help" },
    { "nonsense ", "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases) * G_N_ELEMENTS (shells); i++)
    {
      guint shell = i % G_N_ELEMENTS (shells);
      const char *line = cases[i / G_N_ELEMENTS (shells)].line;
      g_autofree char *offered = NULL;

      /* Only bash breaks words there. */
      if (shell > 0 && strstr (line, " = "))
        continue;
      offered = complete (shell, line);
      g_test_message ("%s: %s", shells[shell].name, line);
      g_assert_cmpstr (offered, ==, cases[i / G_N_ELEMENTS (shells)].offered);
    }
}

/* A command that is new is offered without a line here. */
static void
test_completes_all (void)
{
  g_autofree char *help = run ("--help");
  g_autofree char *there = collect (help, "^  ([a-z]+) ");

  g_strchomp (there);
  for (guint i = 0; i < G_N_ELEMENTS (shells); i++)
    {
      g_autofree char *offered = complete (i, "");

      g_assert_cmpstr (offered, ==, there);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cli-manual/commands", test_commands);
  g_test_add_func ("/cli-manual/options", test_options);
  g_test_add_func ("/cli-manual/completion", test_completion);
  g_test_add_func ("/cli-manual/completes-all", test_completes_all);
  return g_test_run ();
}
