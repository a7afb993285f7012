/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The targets of ./dev fuzz without libFuzzer: each seed as it is, then with random damage. The same damage
 * each time, so that what fails once fails again. */
#include <string.h>

#include "fuzz-targets.h"

#define ROUNDS 1500
#define MAX_SIZE (1 << 16)

static void
damage (GRand *rand, GByteArray *bytes)
{
  static const char *const words[] = { "\n", "\t", ",",          ";",   "\"",    "<",    "</",
                                       "&",  "-",  "9999999999", "NaN", "1e308", "\xff", "\xc3" };
  const char *word = words[g_rand_int_range (rand, 0, G_N_ELEMENTS (words))];
  guint at = bytes->len > 0 ? (guint)g_rand_int_range (rand, 0, (gint32)bytes->len) : 0;
  guint rest = bytes->len - at;

  switch (g_rand_int_range (rand, 0, 5))
    {
    case 0:
      if (rest > 0)
        bytes->data[at] ^= (guint8)(1 << g_rand_int_range (rand, 0, 8));
      break;
    case 1:
      if (rest > 0)
        g_byte_array_remove_range (bytes, at, (guint)g_rand_int_range (rand, 0, (gint32)MIN (rest, 64) + 1));
      break;
    case 2:
      if (rest > 0 && bytes->len < MAX_SIZE)
        {
          g_autofree guint8 *copy = g_memdup2 (bytes->data + at, rest);

          g_byte_array_append (bytes, copy, rest);
        }
      break;
    case 3:
      g_byte_array_set_size (bytes, at);
      break;
    default:
      {
        g_autofree guint8 *tail = g_memdup2 (bytes->data + at, rest);

        g_byte_array_set_size (bytes, at);
        g_byte_array_append (bytes, (const guint8 *)word, (guint)strlen (word));
        g_byte_array_append (bytes, tail, rest);
      }
    }
}

static void
test_target (gconstpointer user_data)
{
  const FuzzTarget *target = user_data;
  g_autoptr (GPtrArray) seeds = target->seeds ();
  g_autoptr (GRand) rand = g_rand_new_with_seed (20251207);

  for (guint i = 0; i < seeds->len; i++)
    {
      gsize size;
      const guint8 *data = g_bytes_get_data (seeds->pdata[i], &size);

      target->run (data, size);
      for (guint round = 0; round < ROUNDS / seeds->len; round++)
        {
          g_autoptr (GByteArray) bytes = g_byte_array_new ();

          g_byte_array_append (bytes, data, (guint)size);
          for (int n = g_rand_int_range (rand, 1, 6); n > 0; n--)
            damage (rand, bytes);
          target->run (bytes->data, bytes->len);
        }
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (const FuzzTarget *target = fuzz_targets; target->name; target++)
    {
      g_autofree char *path = g_strconcat ("/fuzz/", target->name, NULL);

      g_test_add_data_func (path, target, test_target);
    }
  return g_test_run ();
}
