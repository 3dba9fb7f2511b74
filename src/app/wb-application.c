/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The application; see wb-application.h. */

#include "config.h"

#include "wb-application.h"

#include "wb-application-actions.h"
#include "wb-window.h"

struct _WbApplication
{
  AdwApplication parent_instance;
};

G_DEFINE_FINAL_TYPE (WbApplication, wb_application, ADW_TYPE_APPLICATION)

static void
wb_application_startup (GApplication *application)
{
  G_APPLICATION_CLASS (wb_application_parent_class)->startup (application);

  gtk_window_set_default_icon_name (APP_ID);
  wb_application_add_actions (WB_APPLICATION (application));
}

static void
wb_application_activate (GApplication *application)
{
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (application));

  if (!window)
    window = GTK_WINDOW (wb_window_new (ADW_APPLICATION (application)));
  gtk_window_present (window);
}

static void
wb_application_class_init (WbApplicationClass *klass)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  application_class->startup = wb_application_startup;
  application_class->activate = wb_application_activate;
}

static void
wb_application_init (WbApplication *self)
{
}

/**
 * wb_application_new:
 *
 * Returns: (transfer full): the application, not yet run
 */
WbApplication *
wb_application_new (void)
{
  return g_object_new (WB_TYPE_APPLICATION,
                       "application-id", APP_ID,
                       "resource-base-path", "/winback/app",
                       NULL);
}
