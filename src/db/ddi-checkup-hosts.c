/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "db/ddi-checkup-private.h"
#include "db/ddi-hosts.h"

gboolean
ddi_checkup_look_at_hosts (DdiCheckup *self)
{
  g_autoptr (GPtrArray) hosts = NULL;
  const char *what = NULL, *mend = NULL;

  if (!ddi_hosts_are_several (self->conninfo))
    return TRUE;
  hosts = ddi_hosts_look (self->conninfo, self->cancellable);
  for (guint i = 0; i < hosts->len; i++)
    {
      const DdiHost *host = hosts->pdata[i];
      const char *advice = ddi_hosts_mend_one (hosts, i);
      g_autofree char *text = ddi_host_describe (host);

      ddi_checkup_add (self, "host", advice ? DDI_CHECK_WARNING : DDI_CHECK_GOOD,
                       g_strdup_printf ("%s: %s", host->name, text), advice);
    }
  if (!ddi_hosts_are_wrong (hosts, &what, &mend))
    return TRUE;
  ddi_checkup_add (self, "hosts", DDI_CHECK_BAD, g_strdup (what), mend);
  return FALSE;
}
