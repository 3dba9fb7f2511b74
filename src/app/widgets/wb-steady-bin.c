/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Text beside something else; see wb-steady-bin.h. */

#include "config.h"

#include "wb-steady-bin.h"

struct _WbSteadyBin
{
  AdwBin parent_instance;
};

G_DEFINE_FINAL_TYPE (WbSteadyBin, wb_steady_bin, ADW_TYPE_BIN)

static void
measure_child (GtkWidget      *widget,
               GtkOrientation  orientation,
               int             for_size,
               int            *minimum,
               int            *natural,
               int            *minimum_baseline,
               int            *natural_baseline)
{
  GtkWidget *child = adw_bin_get_child (ADW_BIN (widget));

  if (!child || !gtk_widget_should_layout (child))
    return;
  gtk_widget_measure (child, orientation, orientation == GTK_ORIENTATION_HORIZONTAL ? -1 : for_size,
                      minimum, natural, minimum_baseline, natural_baseline);
}

static void
place_child (GtkWidget *widget,
             int        width,
             int        height,
             int        baseline)
{
  GtkWidget *child = adw_bin_get_child (ADW_BIN (widget));

  if (child && gtk_widget_should_layout (child))
    gtk_widget_allocate (child, width, height, baseline, NULL);
}

static GtkSizeRequestMode
get_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
wb_steady_bin_class_init (WbSteadyBinClass *klass)
{
}

static void
wb_steady_bin_init (WbSteadyBin *self)
{
  gtk_widget_set_layout_manager (GTK_WIDGET (self),
                                 gtk_custom_layout_new (get_mode, measure_child, place_child));
}

/**
 * wb_steady_bin_new:
 * @child: (transfer floating): words that may wrap
 *
 * Returns: (transfer floating): what keeps their width whatever the height
 */
GtkWidget *
wb_steady_bin_new (GtkWidget *child)
{
  GtkWidget *self = NULL;

  g_return_val_if_fail (GTK_IS_WIDGET (child), NULL);

  self = g_object_new (WB_TYPE_STEADY_BIN, NULL);
  adw_bin_set_child (ADW_BIN (self), child);

  return self;
}
