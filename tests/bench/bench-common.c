/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What the programs that measure the window share; see bench-common.h. */

#include "config.h"

#include "bench-common.h"

AdwApplication *
bench_new_app (void)
{
  return g_object_new (ADW_TYPE_APPLICATION,
                       "application-id", APP_ID ".Bench",
                       "flags", G_APPLICATION_NON_UNIQUE,
                       "resource-base-path", "/winback/app",
                       NULL);
}

WbContext *
bench_open_context (const char *folder)
{
  g_autoptr (WbClock) clock = wb_system_clock_new ();
  g_autoptr (WbRandom) random = wb_system_random_new ();
  g_autoptr (WbWorkspace) workspace = NULL;
  g_autoptr (WbSync) sync = NULL;
  WbSecrets *secrets = NULL;
  g_autofree char *spec = g_strdup_printf ("file:%s/tokens", folder);
  g_autoptr (GError) error = NULL;

  workspace = wb_workspace_open (folder, clock, random, &error);
  g_assert_no_error (error);
  secrets = wb_secrets_new (spec, &error);
  g_assert_no_error (error);
  sync = wb_sync_new_for_workspace (workspace, secrets, NULL);

  return wb_context_new (workspace, sync, NULL);
}

GtkWidget *
bench_find_widget (GtkWidget  *widget,
                   GType       type,
                   const char *id)
{
  if (g_type_is_a (G_OBJECT_TYPE (widget), type) &&
      (id ? g_strcmp0 (gtk_buildable_get_buildable_id (GTK_BUILDABLE (widget)), id) == 0
          : gtk_widget_get_mapped (widget)))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child; child = gtk_widget_get_next_sibling (child)) {
    GtkWidget *found = bench_find_widget (child, type, id);

    if (found)
      return found;
  }

  return NULL;
}

static int
compare_doubles (gconstpointer a,
                 gconstpointer b)
{
  double left = *(const double *) a;
  double right = *(const double *) b;

  return (left > right) - (left < right);
}

double
bench_percentile (GArray *values,
                  double  share)
{
  guint at = 0;

  if (values->len == 0)
    return 0;
  g_array_sort (values, compare_doubles);
  at = (guint) (share * (values->len - 1) + 0.5);

  return g_array_index (values, double, at);
}
