/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/ddi-application.h"

#include "ddi-config.h"

struct _DdiApplication
{
  AdwApplication parent_instance;
};

G_DEFINE_FINAL_TYPE (DdiApplication, ddi_application, ADW_TYPE_APPLICATION)

static void
ddi_application_class_init (DdiApplicationClass *klass)
{
}

static void
ddi_application_init (DdiApplication *self)
{
}

DdiApplication *
ddi_application_new (void)
{
  return g_object_new (DDI_TYPE_APPLICATION, "application-id", DDI_APP_ID, NULL);
}
