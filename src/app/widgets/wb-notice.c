/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A notice in a page; see wb-notice.h. AdwBanner came after our floor and has one button. */

#include "config.h"

#include "wb-notice.h"

#include "wb-keyboard.h"
#include "wb-spoken.h"

struct _WbNotice
{
  AdwBin parent_instance;

  GtkWidget *revealer;
  GtkWidget *box;
  GtkWidget *icon;
  GtkWidget *title;
  GtkWidget *detail;
  GtkWidget *buttons;
  GtkWidget *first;
  GtkWidget *second;
};

G_DEFINE_FINAL_TYPE (WbNotice, wb_notice, ADW_TYPE_BIN)

enum
{
  CLICKED,
  N_SIGNALS,
};
static guint signals[N_SIGNALS];

static const struct
{
  const char *icon;
  const char *style;
} looks[] = {
  [WB_NOTICE_INFO] = { "dialog-information-symbolic", "info" },
  [WB_NOTICE_WARNING] = { "dialog-warning-symbolic", "warning" },
  [WB_NOTICE_ERROR] = { "dialog-error-symbolic", "error" },
};

static void
first_clicked_cb (WbNotice *self)
{
  g_signal_emit (self, signals[CLICKED], 0, 0);
}

static void
second_clicked_cb (WbNotice *self)
{
  g_signal_emit (self, signals[CLICKED], 0, 1);
}

static void
wb_notice_class_init (WbNoticeClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  signals[CLICKED] = g_signal_new ("clicked", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                   NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT);

  gtk_widget_class_set_template_from_resource (widget_class, "/winback/app/widgets/wb-notice.ui");
  gtk_widget_class_bind_template_child (widget_class, WbNotice, revealer);
  gtk_widget_class_bind_template_child (widget_class, WbNotice, box);
  gtk_widget_class_bind_template_child (widget_class, WbNotice, icon);
  gtk_widget_class_bind_template_child (widget_class, WbNotice, title);
  gtk_widget_class_bind_template_child (widget_class, WbNotice, detail);
  gtk_widget_class_bind_template_child (widget_class, WbNotice, buttons);
  gtk_widget_class_bind_template_child (widget_class, WbNotice, first);
  gtk_widget_class_bind_template_child (widget_class, WbNotice, second);
  gtk_widget_class_bind_template_callback (widget_class, first_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, second_clicked_cb);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_STATUS);
}

static void
wb_notice_init (WbNotice *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  wb_notice_hide (self);
}

/**
 * wb_notice_new:
 *
 * Returns: (transfer floating): a hidden notice
 */
GtkWidget *
wb_notice_new (void)
{
  return g_object_new (WB_TYPE_NOTICE, NULL);
}

/**
 * wb_notice_show:
 * @self: a notice
 * @kind: how bad it is
 * @title: what is so, translated
 * @detail: (nullable): what to do about it, or whose words these are
 *
 * Shows it without buttons; wb_notice_set_buttons() adds them.
 */
void
wb_notice_show (WbNotice     *self,
                WbNoticeKind  kind,
                const char   *title,
                const char   *detail)
{
  g_return_if_fail (WB_IS_NOTICE (self));
  g_return_if_fail (title);

  for (guint i = 0; i < G_N_ELEMENTS (looks); i++)
    gtk_widget_remove_css_class (self->box, looks[i].style);
  gtk_widget_add_css_class (self->box, looks[kind].style);
  gtk_image_set_from_icon_name (GTK_IMAGE (self->icon), looks[kind].icon);
  gtk_label_set_text (GTK_LABEL (self->title), title);
  gtk_label_set_text (GTK_LABEL (self->detail), detail ? detail : "");
  gtk_widget_set_visible (self->detail, detail && *detail);
  wb_notice_set_buttons (self, NULL, NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  gtk_widget_set_visible (GTK_WIDGET (self), TRUE);
  gtk_revealer_set_reveal_child (GTK_REVEALER (self->revealer), TRUE);
}

static void
show_button (GtkWidget  *button,
             const char *words)
{
  if (!words)
    wb_keyboard_leave (button);
  gtk_button_set_label (GTK_BUTTON (button), words ? words : "");
  wb_spoken_drop_underline (button);
  gtk_widget_set_visible (button, words != NULL);
}

/**
 * wb_notice_set_buttons:
 * @self: a notice
 * @first: (nullable): the first button's words, translated; `NULL` = none
 * @second: (nullable): the same of the second
 */
void
wb_notice_set_buttons (WbNotice   *self,
                       const char *first,
                       const char *second)
{
  g_return_if_fail (WB_IS_NOTICE (self));

  show_button (self->first, first);
  show_button (self->second, second);
  gtk_widget_set_visible (self->buttons, first || second);
}

/**
 * wb_notice_focus:
 * @self: a notice with buttons
 * @button: 0 = the first, 1 = the second
 *
 * Gives the keyboard to one of its buttons.
 */
void
wb_notice_focus (WbNotice *self,
                 int       button)
{
  g_return_if_fail (WB_IS_NOTICE (self));

  gtk_widget_grab_focus (button == 0 ? self->first : self->second);
}

/**
 * wb_notice_hide:
 * @self: a notice
 */
void
wb_notice_hide (WbNotice *self)
{
  g_return_if_fail (WB_IS_NOTICE (self));

  wb_keyboard_leave (GTK_WIDGET (self));
  /* Gone at once: a hidden notice must take no spacing and no turn of the Tab key. */
  gtk_revealer_set_reveal_child (GTK_REVEALER (self->revealer), FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

/**
 * wb_notice_is_shown:
 * @self: a notice
 *
 * Returns: whether it is there to be read
 */
gboolean
wb_notice_is_shown (WbNotice *self)
{
  g_return_val_if_fail (WB_IS_NOTICE (self), FALSE);

  return gtk_revealer_get_reveal_child (GTK_REVEALER (self->revealer));
}
