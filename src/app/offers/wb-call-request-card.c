/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The call request section; see wb-call-request-card.h. A field per language stands below the other
 * where there are few; of many languages one is chosen at a time. */

#include "config.h"

#include "wb-call-request-card.h"

#include "wb-call-text-row.h"
#include "wb-deadline.h"
#include "wb-format.h"
#include "wb-problem-label.h"
#include "wb-switch.h"

#include <glib/gi18n-lib.h>

/* So many fields can be seen at one glance. */
#define ROWS_MAX 4

struct _WbCallRequestCard
{
  AdwBin parent_instance;

  GtkWidget *subtitle;
  GtkWidget *enabled;
  GtkWidget *tool_problem;
  GtkWidget *language;
  GtkWidget *texts;

  WbOfferEditor *editor;  /* (owned) (nullable) */
  gulong changed_id;
  GPtrArray *rows;        /* (owned) (element-type WbCallTextRow) */
  gboolean read_only;
  gboolean refreshing;    /* the fields are being filled, nobody chooses */
};

G_DEFINE_FINAL_TYPE (WbCallRequestCard, wb_call_request_card, ADW_TYPE_BIN)

static void
enabled_changed_cb (WbCallRequestCard *self)
{
  if (!self->refreshing && self->editor)
    wb_offer_editor_set_on (self->editor, WB_TOOL_CALL_REQUEST,
                            gtk_switch_get_active (GTK_SWITCH (self->enabled)));
}

static void
show_rows (WbCallRequestCard *self)
{
  guint chosen = gtk_drop_down_get_selected (GTK_DROP_DOWN (self->language));
  gboolean all = self->rows->len <= ROWS_MAX;

  gtk_widget_set_visible (self->language, !all);
  for (guint i = 0; i < self->rows->len; i++)
    gtk_widget_set_visible (g_ptr_array_index (self->rows, i), all || i == chosen);
}

static void
language_chosen_cb (WbCallRequestCard *self)
{
  if (!self->refreshing)
    show_rows (self);
}

static void
drop_rows (WbCallRequestCard *self)
{
  for (guint i = 0; i < self->rows->len; i++)
    gtk_box_remove (GTK_BOX (self->texts), g_ptr_array_index (self->rows, i));
  g_ptr_array_set_size (self->rows, 0);
}

static void
rebuild_rows (WbCallRequestCard *self)
{
  g_auto (GStrv) languages = wb_offer_editor_dup_languages (self->editor);
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  guint n = g_strv_length (languages);
  gboolean same = n == self->rows->len;

  for (guint i = 0; same && i < n; i++)
    same = g_str_equal (wb_call_text_row_get_language (g_ptr_array_index (self->rows, i)),
                        languages[i]);
  if (same)
    return;

  drop_rows (self);
  for (guint i = 0; i < n; i++) {
    GtkWidget *row = wb_call_text_row_new (self->editor, languages[i]);

    wb_call_text_row_set_read_only (WB_CALL_TEXT_ROW (row), self->read_only);
    gtk_box_append (GTK_BOX (self->texts), row);
    g_ptr_array_add (self->rows, row);
    gtk_string_list_take (names, wb_format_language (languages[i]));
  }
  gtk_drop_down_set_model (GTK_DROP_DOWN (self->language), G_LIST_MODEL (names));
  show_rows (self);
}

static char *
describe (WbCallRequestCard *self)
{
  const WbOfferSet *set = wb_offer_editor_get_set (self->editor);

  if (set->call_enabled)
    return g_strdup_printf (
      g_dngettext (GETTEXT_PACKAGE, "Becomes a call in the queue, promised within %d day",
                   "Becomes a call in the queue, promised within %d days", WB_PROMISE_DAYS),
      WB_PROMISE_DAYS);
  if (set->version == 0)
    return g_strdup (_ ("Not configured: customers are not offered a call"));

  return g_strdup (_ ("Off: customers are not offered a call"));
}

static void
refresh (WbCallRequestCard *self)
{
  const char *problem = wb_offer_editor_find_problem (self->editor, WB_TOOL_CALL_REQUEST,
                                                      WB_OFFER_FIELD_TOOL, NULL);
  g_autofree char *words = describe (self);

  self->refreshing = TRUE;
  wb_switch_show (GTK_SWITCH (self->enabled),
                  wb_offer_editor_is_on (self->editor, WB_TOOL_CALL_REQUEST));
  gtk_label_set_text (GTK_LABEL (self->subtitle), words);
  wb_problem_label_set_text (WB_PROBLEM_LABEL (self->tool_problem), problem);
  wb_problem_label_mark (WB_PROBLEM_LABEL (self->tool_problem), self->enabled, *problem != '\0');
  rebuild_rows (self);
  for (guint i = 0; i < self->rows->len; i++)
    wb_call_text_row_refresh (g_ptr_array_index (self->rows, i));
  self->refreshing = FALSE;
}

static void
wb_call_request_card_dispose (GObject *object)
{
  WbCallRequestCard *self = WB_CALL_REQUEST_CARD (object);

  g_clear_signal_handler (&self->changed_id, self->editor);
  g_clear_object (&self->editor);

  G_OBJECT_CLASS (wb_call_request_card_parent_class)->dispose (object);
}

static void
wb_call_request_card_finalize (GObject *object)
{
  WbCallRequestCard *self = WB_CALL_REQUEST_CARD (object);

  g_clear_pointer (&self->rows, g_ptr_array_unref);

  G_OBJECT_CLASS (wb_call_request_card_parent_class)->finalize (object);
}

static void
wb_call_request_card_class_init (WbCallRequestCardClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = wb_call_request_card_dispose;
  G_OBJECT_CLASS (klass)->finalize = wb_call_request_card_finalize;

  g_type_ensure (WB_TYPE_PROBLEM_LABEL);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/winback/app/offers/wb-call-request-card.ui");
  gtk_widget_class_bind_template_child (widget_class, WbCallRequestCard, subtitle);
  gtk_widget_class_bind_template_child (widget_class, WbCallRequestCard, enabled);
  gtk_widget_class_bind_template_child (widget_class, WbCallRequestCard, tool_problem);
  gtk_widget_class_bind_template_child (widget_class, WbCallRequestCard, language);
  gtk_widget_class_bind_template_child (widget_class, WbCallRequestCard, texts);
  gtk_widget_class_bind_template_callback (widget_class, enabled_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, language_chosen_cb);
}

static void
wb_call_request_card_init (WbCallRequestCard *self)
{
  self->rows = g_ptr_array_new ();
  self->refreshing = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  self->refreshing = FALSE;
}

/**
 * wb_call_request_card_set_editor:
 * @self: the card
 * @editor: what it shows and edits
 */
void
wb_call_request_card_set_editor (WbCallRequestCard *self,
                                 WbOfferEditor     *editor)
{
  g_return_if_fail (WB_IS_CALL_REQUEST_CARD (self));
  g_return_if_fail (WB_IS_OFFER_EDITOR (editor));

  if (self->editor == editor)
    return;

  /* The rows hold the editor they were made for. */
  drop_rows (self);
  g_clear_signal_handler (&self->changed_id, self->editor);
  g_set_object (&self->editor, editor);
  self->changed_id = g_signal_connect_swapped (editor, "changed", G_CALLBACK (refresh), self);
  refresh (self);
}

/**
 * wb_call_request_card_set_read_only:
 * @self: the card
 * @read_only: whether it only shows
 */
void
wb_call_request_card_set_read_only (WbCallRequestCard *self,
                                    gboolean           read_only)
{
  g_return_if_fail (WB_IS_CALL_REQUEST_CARD (self));

  self->read_only = read_only;
  gtk_widget_set_sensitive (self->enabled, !read_only);
  for (guint i = 0; i < self->rows->len; i++)
    wb_call_text_row_set_read_only (g_ptr_array_index (self->rows, i), read_only);
}

/**
 * wb_call_request_card_jump_to:
 * @self: the card
 * @field: a field with a problem
 * @language: (nullable): whose, of texts
 *
 * Puts the focus there.
 */
void
wb_call_request_card_jump_to (WbCallRequestCard *self,
                              WbOfferField       field,
                              const char        *language)
{
  g_return_if_fail (WB_IS_CALL_REQUEST_CARD (self));

  for (guint i = 0; field == WB_OFFER_FIELD_TEXT && i < self->rows->len; i++) {
    WbCallTextRow *row = g_ptr_array_index (self->rows, i);

    if (g_strcmp0 (wb_call_text_row_get_language (row), language) == 0) {
      gtk_drop_down_set_selected (GTK_DROP_DOWN (self->language), i);
      wb_call_text_row_jump_to (row);
      return;
    }
  }

  gtk_widget_grab_focus (self->enabled);
}
