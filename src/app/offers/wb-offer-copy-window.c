/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Copying offers; see wb-offer-copy-window.h. Copied is what the other type has, its unsaved edits
 * left out: nobody has said yes to those. */

#include "config.h"

#include "wb-offer-copy-window.h"

#include "wb-dialog.h"
#include "wb-notice.h"
#include "wb-offer-history-changes.h"
#include "wb-offer-proposal.h"
#include "wb-offer-store.h"

#include <glib/gi18n-lib.h>

struct _WbOfferCopyWindow
{
  AdwWindow parent_instance;

  GtkWidget *title;
  GtkWidget *stack;
  GtkWidget *source;
  GtkWidget *notice_group;
  GtkWidget *notice;
  GtkWidget *changes;

  WbContext *context;   /* (owned) */
  WbOfferDesk *desk;    /* (owned) */
  char *type_id;        /* (owned) what is copied into */
  GPtrArray *sources;   /* (owned) (element-type WbOfferSet) configured ones of other types */
  WbOfferSet *result;   /* (owned) (nullable) what would be edited */
};

G_DEFINE_FINAL_TYPE (WbOfferCopyWindow, wb_offer_copy_window, ADW_TYPE_WINDOW)

static WbOfferEditor *
get_editor (WbOfferCopyWindow *self)
{
  return wb_offer_desk_get_editor (self->desk, self->type_id, NULL);
}

static void
show_choice (WbOfferCopyWindow *self)
{
  guint selected = adw_combo_row_get_selected (ADW_COMBO_ROW (self->source));
  WbOfferEditor *editor = get_editor (self);
  g_auto (GStrv) sentences = NULL;

  g_clear_pointer (&self->result, wb_offer_set_unref);
  if (!editor || selected >= self->sources->len) {
    gtk_widget_action_set_enabled (GTK_WIDGET (self), "copy.copy", FALSE);
    return;
  }

  self->result = wb_offer_set_copy_tools (g_ptr_array_index (self->sources, selected),
                                          wb_offer_editor_get_set (editor));
  sentences = wb_offer_changes_describe (self->context, wb_offer_editor_get_set (editor),
                                         self->result);
  wb_offer_changes_fill (GTK_LIST_BOX (self->changes), (const char *const *) sentences,
                         _ ("Nothing: both types have the same offers, switched off."));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "copy.copy", sentences[0] != NULL);
}

static void
source_chosen_cb (WbOfferCopyWindow *self)
{
  if (self->context)
    show_choice (self);
}

static void
copy_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  WbOfferCopyWindow *self = WB_OFFER_COPY_WINDOW (widget);
  WbOfferEditor *editor = get_editor (self);

  if (!editor || !self->result)
    return;

  wb_offer_editor_replace_tools (editor, self->result);
  gtk_window_close (GTK_WINDOW (self));
}

static void
find_sources (WbOfferCopyWindow *self)
{
  GPtrArray *types = wb_context_get_types (self->context);
  GtkStringList *names = gtk_string_list_new (NULL);

  for (guint i = 0; i < types->len; i++) {
    const WbTicketType *type = g_ptr_array_index (types, i);
    const char *name = wb_context_pick_text (self->context, type->name);
    g_autoptr (WbOfferSet) set = NULL;

    if (g_strcmp0 (type->id, self->type_id) == 0)
      continue;
    set = wb_offer_store_get (wb_context_get_reader (self->context), type->id, NULL);
    /* A type that cannot be read now is one that cannot be copied now. */
    if (!set || (set->version == 0 && !wb_offer_desk_is_configured (self->desk, type->id)))
      continue;
    gtk_string_list_append (names, name ? name : type->id);
    g_ptr_array_add (self->sources, g_steal_pointer (&set));
  }
  adw_combo_row_set_model (ADW_COMBO_ROW (self->source), G_LIST_MODEL (names));
  g_object_unref (names);
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack),
                                    self->sources->len > 0 ? "choice" : "empty");
}

static void
wb_offer_copy_window_dispose (GObject *object)
{
  WbOfferCopyWindow *self = WB_OFFER_COPY_WINDOW (object);

  g_clear_object (&self->desk);
  g_clear_object (&self->context);

  G_OBJECT_CLASS (wb_offer_copy_window_parent_class)->dispose (object);
}

static void
wb_offer_copy_window_finalize (GObject *object)
{
  WbOfferCopyWindow *self = WB_OFFER_COPY_WINDOW (object);

  g_free (self->type_id);
  g_clear_pointer (&self->sources, g_ptr_array_unref);
  g_clear_pointer (&self->result, wb_offer_set_unref);

  G_OBJECT_CLASS (wb_offer_copy_window_parent_class)->finalize (object);
}

static void
wb_offer_copy_window_class_init (WbOfferCopyWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = wb_offer_copy_window_dispose;
  G_OBJECT_CLASS (klass)->finalize = wb_offer_copy_window_finalize;

  g_type_ensure (WB_TYPE_NOTICE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/winback/app/offers/wb-offer-copy-window.ui");
  gtk_widget_class_bind_template_child (widget_class, WbOfferCopyWindow, title);
  gtk_widget_class_bind_template_child (widget_class, WbOfferCopyWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, WbOfferCopyWindow, source);
  gtk_widget_class_bind_template_child (widget_class, WbOfferCopyWindow, notice_group);
  gtk_widget_class_bind_template_child (widget_class, WbOfferCopyWindow, notice);
  gtk_widget_class_bind_template_child (widget_class, WbOfferCopyWindow, changes);
  gtk_widget_class_bind_template_callback (widget_class, source_chosen_cb);
  gtk_widget_class_install_action (widget_class, "copy.copy", NULL, copy_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Return, GDK_CONTROL_MASK,
                                       "copy.copy", NULL);
  wb_dialog_install (widget_class);
}

static void
wb_offer_copy_window_init (WbOfferCopyWindow *self)
{
  self->sources = g_ptr_array_new_with_free_func ((GDestroyNotify) wb_offer_set_unref);
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * wb_offer_copy_window_new:
 * @context: the workspace
 * @desk: where the edits are
 * @type_id: the type that is copied into
 *
 * Returns: (transfer none): the window; show it with wb_dialog_open()
 */
GtkWidget *
wb_offer_copy_window_new (WbContext   *context,
                          WbOfferDesk *desk,
                          const char  *type_id)
{
  WbOfferCopyWindow *self = NULL;
  const char *name = NULL;

  g_return_val_if_fail (WB_IS_CONTEXT (context), NULL);
  g_return_val_if_fail (WB_IS_OFFER_DESK (desk), NULL);
  g_return_val_if_fail (type_id, NULL);

  self = g_object_new (WB_TYPE_OFFER_COPY_WINDOW, NULL);
  self->context = g_object_ref (context);
  self->desk = g_object_ref (desk);
  self->type_id = g_strdup (type_id);
  name = wb_context_get_type_name (context, type_id);
  adw_window_title_set_subtitle (ADW_WINDOW_TITLE (self->title), name ? name : "");
  find_sources (self);
  if (wb_offer_desk_has_edits (desk, type_id)) {
    gtk_widget_set_visible (self->notice_group, TRUE);
    wb_notice_show (WB_NOTICE (self->notice), WB_NOTICE_WARNING,
                    _ ("There are edits that are not saved"),
                    _ ("The copy takes their place. Cancel and save them first to keep them in "
                       "the history."));
  }
  show_choice (self);
  gtk_widget_grab_focus (self->source);

  return GTK_WIDGET (self);
}
