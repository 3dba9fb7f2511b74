/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* See wb-results-text-window.h. */

#include "config.h"

#include "wb-results-text-window.h"

#include "wb-dialog.h"

#include <glib/gi18n-lib.h>

struct _WbResultsTextWindow
{
  AdwWindow parent_instance;

  GtkWidget *toasts;
  GtkWidget *copy_button;
  GtkWidget *box;
  GString *text;          /* (owned) */
};

G_DEFINE_FINAL_TYPE (WbResultsTextWindow, wb_results_text_window, ADW_TYPE_WINDOW)

static void
copy_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  WbResultsTextWindow *self = WB_RESULTS_TEXT_WINDOW (widget);

  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), self->text->str);
  adw_toast_overlay_add_toast (ADW_TOAST_OVERLAY (self->toasts), adw_toast_new (_ ("Text copied")));
}

static void
wb_results_text_window_finalize (GObject *object)
{
  g_string_free (WB_RESULTS_TEXT_WINDOW (object)->text, TRUE);

  G_OBJECT_CLASS (wb_results_text_window_parent_class)->finalize (object);
}

static void
wb_results_text_window_class_init (WbResultsTextWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = wb_results_text_window_finalize;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/winback/app/results/wb-results-text-window.ui");
  gtk_widget_class_bind_template_child (widget_class, WbResultsTextWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, WbResultsTextWindow, copy_button);
  gtk_widget_class_bind_template_child (widget_class, WbResultsTextWindow, box);
  gtk_widget_class_install_action (widget_class, "text.copy", NULL, copy_action);
  wb_dialog_install (widget_class);
}

static void
wb_results_text_window_init (WbResultsTextWindow *self)
{
  self->text = g_string_new (NULL);
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * wb_results_text_window_new:
 * @title: the window's, translated
 * @can_copy: whether it is text that a person takes elsewhere
 *
 * Returns: (transfer none): a window without text; main thread, as all here
 */
GtkWidget *
wb_results_text_window_new (const char *title,
                            gboolean    can_copy)
{
  WbResultsTextWindow *self = g_object_new (WB_TYPE_RESULTS_TEXT_WINDOW, "title", title, NULL);

  gtk_widget_set_visible (self->copy_button, can_copy);

  return GTK_WIDGET (self);
}

static void
add_label (WbResultsTextWindow *self,
           const char          *words,
           gboolean             is_heading)
{
  GtkWidget *label = gtk_label_new (words);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  if (is_heading) {
    gtk_widget_add_css_class (label, "heading");
    gtk_widget_set_margin_top (label, self->text->len > 0 ? 12 : 0);
  }
  gtk_box_append (GTK_BOX (self->box), label);
  if (self->text->len > 0)
    g_string_append (self->text, is_heading ? "\n\n" : "\n");
  g_string_append (self->text, words);
}

/**
 * wb_results_text_window_add:
 * @self: a window
 * @heading: (nullable): above the text
 * @text: a line per paragraph, translated
 */
void
wb_results_text_window_add (WbResultsTextWindow *self,
                            const char          *heading,
                            const char          *text)
{
  g_auto (GStrv) lines = NULL;

  g_return_if_fail (WB_IS_RESULTS_TEXT_WINDOW (self));
  g_return_if_fail (text);

  lines = g_strsplit (text, "\n", -1);
  if (heading)
    add_label (self, heading, TRUE);
  for (guint i = 0; lines[i]; i++) {
    if (*lines[i] != '\0')
      add_label (self, lines[i], FALSE);
  }
}

/**
 * wb_results_text_window_get_text:
 * @self: a window
 *
 * Returns: (transfer none): all that it says
 */
const char *
wb_results_text_window_get_text (WbResultsTextWindow *self)
{
  g_return_val_if_fail (WB_IS_RESULTS_TEXT_WINDOW (self), NULL);

  return self->text->str;
}
