/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The Offers page; see wb-offers-page.h. Edits, drafts and deliveries are WbOfferDesk's and
 * WbOfferEditor's; here it is chosen what to show of them. */

#include "config.h"

#include "wb-offers-page-private.h"

#include "wb-advice-list.h"
#include "wb-back-button.h"
#include "wb-banner-card.h"
#include "wb-call-request-card.h"
#include "wb-clash-box.h"
#include "wb-context.h"
#include "wb-coupon-card.h"
#include "wb-notice.h"
#include "wb-offer-desk.h"
#include "wb-offers-actions.h"
#include "wb-offers-preview.h"
#include "wb-page.h"
#include "wb-placement-grid.h"
#include "wb-split-view.h"
#include "wb-time.h"
#include "wb-type-bar.h"

#include <glib/gi18n-lib.h>

/* Below it the bar of types and the fields stand in lines of their own. */
#define COMPACT_WIDTH 620
/* The date that a validity means today changes at midnight. */
#define TODAY_REFRESH_SECS 60

static void wb_offers_page_page_init (WbPageInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (WbOffersPage, wb_offers_page, ADW_TYPE_BIN,
                               G_IMPLEMENT_INTERFACE (WB_TYPE_PAGE, wb_offers_page_page_init))

enum
{
  PROP_0,
  PROP_CONTEXT,
  N_PROPS,
};
static GParamSpec *properties[N_PROPS];

enum
{
  REFRESHED,
  N_SIGNALS,
};
static guint signals[N_SIGNALS];

static void
choose_type (WbOffersPage *self,
             const char   *id)
{
  g_autoptr (GError) error = NULL;
  WbOfferEditor *editor = wb_offer_desk_get_editor (self->desk, id, &error);
  g_autofree char *kept = g_strdup (id);

  if (!editor) {
    wb_offers_page_show_status (self, "dialog-error-symbolic", _ ("Offers cannot be read"),
                                error->message);
    return;
  }

  if (self->type_id && g_strcmp0 (self->type_id, id) != 0)
    wb_offer_editor_drop_settled (wb_offers_page_get_editor (self));
  g_free (self->type_id);
  self->type_id = g_steal_pointer (&kept);
  wb_type_bar_choose (WB_TYPE_BAR (self->wide_bar), self->type_id);
  wb_type_bar_choose (WB_TYPE_BAR (self->narrow_bar), self->type_id);
  wb_notice_hide (WB_NOTICE (self->update_notice));
  wb_clash_box_set_who (WB_CLASH_BOX (self->clash_box),
                        wb_context_get_user_name (
                          self->context, wb_offer_editor_get_base (editor)->updated_by));
  wb_clash_box_set_editor (WB_CLASH_BOX (self->clash_box), editor);
  wb_coupon_card_set_editor (WB_COUPON_CARD (self->coupon_card), editor);
  wb_call_request_card_set_editor (WB_CALL_REQUEST_CARD (self->call_card), editor);
  wb_banner_card_set_editor (WB_BANNER_CARD (self->banner_card), editor);
  wb_placement_grid_set_editor (WB_PLACEMENT_GRID (self->placement_grid), editor);
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "editor");
  wb_offers_page_update (self);
}

static gboolean
has_type (WbOffersPage *self,
          const char   *id)
{
  return id && g_ptr_array_find_with_equal_func (self->type_ids, id, g_str_equal, NULL);
}

/* Makes the bar anew, but only when the types really are others. */
static void
read_types (WbOffersPage *self)
{
  GPtrArray *types = wb_context_get_types (self->context);
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  g_autoptr (GString) all = g_string_new (NULL);

  for (guint i = 0; types && i < types->len; i++) {
    const WbTicketType *type = g_ptr_array_index (types, i);
    const char *name = wb_context_pick_text (self->context, type->name);

    g_ptr_array_add (ids, g_strdup (type->id));
    g_ptr_array_add (names, (char *) (name ? name : type->id));
    g_string_append_printf (all, "%s\n%s\n", type->id, name ? name : "");
  }
  if (g_strcmp0 (all->str, self->type_names) == 0)
    return;

  g_free (self->type_names);
  self->type_names = g_strdup (all->str);
  g_ptr_array_unref (self->type_ids);
  self->type_ids = g_ptr_array_ref (ids);
  g_ptr_array_add (names, NULL);
  g_ptr_array_add (ids, NULL);
  wb_type_bar_set_types (WB_TYPE_BAR (self->wide_bar), (const char **) ids->pdata,
                         (const char **) names->pdata);
  wb_type_bar_set_types (WB_TYPE_BAR (self->narrow_bar), (const char **) ids->pdata,
                         (const char **) names->pdata);
  g_ptr_array_set_size (self->type_ids, ids->len - 1);
  if (!has_type (self, self->type_id))
    g_clear_pointer (&self->type_id, g_free);
}

static void
focus_types (WbOffersPage *self)
{
  wb_type_bar_focus (WB_TYPE_BAR (self->compact ? self->narrow_bar : self->wide_bar));
}

static void
refresh (WbOffersPage *self)
{
  gboolean was_activation =
    g_strcmp0 (gtk_stack_get_visible_child_name (GTK_STACK (self->stack)), "activation") == 0;
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  gboolean has_editor = FALSE;

  read_types (self);
  has_editor = !wb_offers_page_show_no_editor (self);
  gtk_widget_set_visible (self->narrow_line, has_editor && self->compact);
  gtk_stack_set_visible_child_name (GTK_STACK (self->title_stack),
                                    has_editor && !self->compact ? "types" : "title");
  /* The types stand below it then, and half a word would be all there is room for. */
  gtk_widget_set_visible (self->title_stack, !has_editor || !self->compact);
  if (!has_editor)
    g_clear_pointer (&self->type_id, g_free);
  else if (!self->type_id ||
           !g_str_equal (gtk_stack_get_visible_child_name (GTK_STACK (self->stack)), "editor"))
    choose_type (self, self->type_id ? self->type_id : g_ptr_array_index (self->type_ids, 0));
  else
    wb_type_bar_choose (WB_TYPE_BAR (self->wide_bar), self->type_id);
  wb_offers_page_update (self);
  /* What was pressed to activate is gone: on to what it opened. */
  if (has_editor && was_activation && gtk_widget_get_mapped (GTK_WIDGET (self)) && root &&
      !gtk_root_get_focus (root))
    focus_types (self);
}

static void
context_changed_cb (WbOffersPage *self,
                    guint         tables)
{
  if (tables & (WB_TABLE_ACCOUNT | WB_TABLE_SYNC))
    refresh (self);
}

static void
desk_changed_cb (WbOffersPage *self)
{
  wb_offers_page_update (self);
}

static void
desk_updated_cb (WbOffersPage *self,
                 const char   *type_id,
                 int           update)
{
  WbOfferEditor *editor = NULL;
  const char *who = NULL;
  g_autofree char *title = NULL;

  if (g_strcmp0 (type_id, self->type_id) != 0)
    return;

  editor = wb_offers_page_get_editor (self);
  who = wb_context_get_user_name (self->context, wb_offer_editor_get_base (editor)->updated_by);
  wb_clash_box_set_who (WB_CLASH_BOX (self->clash_box), who);
  if (update == WB_OFFER_UPDATE_MERGED) {
    /* Translators: %s is the name of a colleague */
    title = who ? g_strdup_printf (_ ("%s changed these offers meanwhile"), who)
                : g_strdup (_ ("These offers were changed meanwhile"));
    wb_notice_show (WB_NOTICE (self->update_notice), WB_NOTICE_INFO, title,
                    _ ("Both changes stand side by side. Look them over, then save."));
    wb_notice_set_buttons (WB_NOTICE (self->update_notice), _ ("_OK"), NULL);
  } else {
    wb_notice_hide (WB_NOTICE (self->update_notice));
  }
}

static void
slots_changed_cb (WbOffersPage *self)
{
  wb_offers_page_show_slots (self, wb_offers_page_get_editor (self) != NULL);
}

static void
banner_shown_cb (WbOffersPage *self)
{
  g_signal_emit (self, signals[REFRESHED], 0);
}

static void
type_chosen_cb (WbOffersPage *self,
                const char   *id)
{
  choose_type (self, id);
}

static void
delivery_clicked_cb (WbOffersPage *self,
                     int           button)
{
  if (button == 0)
    wb_offer_desk_send_again (self->desk, self->type_id);
  else
    wb_offer_desk_drop_refused (self->desk, self->type_id);
}

static void
update_clicked_cb (WbOffersPage *self,
                   int           button)
{
  wb_notice_hide (WB_NOTICE (self->update_notice));
}

static void
save_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  WbOffersPage *self = WB_OFFERS_PAGE (widget);
  WbOfferEditor *editor = wb_offers_page_get_editor (self);
  GPtrArray *problems = NULL;

  if (!editor)
    return;

  problems = wb_offer_editor_get_problems (editor);
  if (wb_offer_editor_has_open_clash (editor)) {
    wb_clash_box_focus (WB_CLASH_BOX (self->clash_box));
    gtk_widget_error_bell (widget);
  } else if (problems->len > 0) {
    const WbOfferProblem *first = g_ptr_array_index (problems, 0);

    wb_offers_page_jump_to (self, first->tool, first->field, first->detail);
    gtk_widget_error_bell (widget);
  } else {
    wb_offer_desk_save (self->desk, self->type_id);
  }
}

static void
discard_action (GtkWidget  *widget,
                const char *action_name,
                GVariant   *parameter)
{
  WbOffersPage *self = WB_OFFERS_PAGE (widget);

  if (self->type_id)
    wb_offer_desk_discard (self->desk, self->type_id);
}

static void
type_action (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  WbOffersPage *self = WB_OFFERS_PAGE (widget);
  int index = g_variant_get_int32 (parameter);

  if (index >= 0 && index < (int) self->type_ids->len)
    choose_type (self, g_ptr_array_index (self->type_ids, index));
}

/* In a narrow header bar there is no room for both words. */
static void
show_discard (WbOffersPage *self)
{
  if (self->compact) {
    gtk_button_set_icon_name (GTK_BUTTON (self->discard), "edit-undo-symbolic");
  } else {
    gtk_button_set_label (GTK_BUTTON (self->discard), _ ("_Discard"));
    gtk_button_set_use_underline (GTK_BUTTON (self->discard), TRUE);
  }
}

static gboolean
layout_cb (gpointer user_data)
{
  WbOffersPage *self = WB_OFFERS_PAGE (user_data);

  self->layout_id = 0;
  show_discard (self);
  wb_coupon_card_set_compact (WB_COUPON_CARD (self->coupon_card), self->compact);
  wb_clash_box_set_compact (WB_CLASH_BOX (self->clash_box), self->compact);
  refresh (self);

  return G_SOURCE_REMOVE;
}

/* A layout manager would keep the width from us, so there is none. */
static void
wb_offers_page_measure (GtkWidget      *widget,
                        GtkOrientation  orientation,
                        int             for_size,
                        int            *minimum,
                        int            *natural,
                        int            *minimum_baseline,
                        int            *natural_baseline)
{
  gtk_widget_measure (adw_bin_get_child (ADW_BIN (widget)), orientation, for_size, minimum, natural,
                      minimum_baseline, natural_baseline);
}

static void
wb_offers_page_size_allocate (GtkWidget *widget,
                              int        width,
                              int        height,
                              int        baseline)
{
  WbOffersPage *self = WB_OFFERS_PAGE (widget);
  gboolean compact = width < COMPACT_WIDTH;

  gtk_widget_allocate (adw_bin_get_child (ADW_BIN (widget)), width, height, baseline, NULL);

  /* Nothing may be shown or hidden while sizes are given out. */
  if (compact != self->compact || !self->sized) {
    self->compact = compact;
    self->sized = TRUE;
    if (self->layout_id == 0)
      self->layout_id = g_idle_add_full (G_PRIORITY_HIGH_IDLE, layout_cb, self, NULL);
  }
}

static gboolean
today_cb (gpointer user_data)
{
  WbOffersPage *self = WB_OFFERS_PAGE (user_data);

  wb_coupon_card_set_today (WB_COUPON_CARD (self->coupon_card), wb_context_now (self->context),
                            wb_context_get_zone (self->context));

  return G_SOURCE_CONTINUE;
}

static const char *
wb_offers_page_get_title (WbPage *page)
{
  return _ ("Offers");
}

static void
wb_offers_page_shown (WbPage *page)
{
  WbOffersPage *self = WB_OFFERS_PAGE (page);

  today_cb (self);
  focus_types (self);
}

static gboolean
wb_offers_page_handle_key (WbPage          *page,
                           guint            keyval,
                           GdkModifierType  state)
{
  if (state != GDK_CONTROL_MASK)
    return FALSE;

  if (keyval == GDK_KEY_s)
    return gtk_widget_activate_action (GTK_WIDGET (page), "offers.save", NULL);
  if (keyval >= GDK_KEY_1 && keyval <= GDK_KEY_9)
    return gtk_widget_activate_action (GTK_WIDGET (page), "offers.type", "i",
                                       (int) (keyval - GDK_KEY_1));

  return FALSE;
}

static gboolean
wb_offers_page_show_object (WbPage     *page,
                            const char *id)
{
  WbOffersPage *self = WB_OFFERS_PAGE (page);

  if (!has_type (self, id))
    return FALSE;

  choose_type (self, id);

  return TRUE;
}

static void
wb_offers_page_page_init (WbPageInterface *iface)
{
  iface->get_title = wb_offers_page_get_title;
  iface->shown = wb_offers_page_shown;
  iface->handle_key = wb_offers_page_handle_key;
  iface->show_object = wb_offers_page_show_object;
}

static void
wb_offers_page_unmap (GtkWidget *widget)
{
  WbOffersPage *self = WB_OFFERS_PAGE (widget);

  if (self->desk)
    wb_offer_desk_flush (self->desk);

  GTK_WIDGET_CLASS (wb_offers_page_parent_class)->unmap (widget);
}

static void
wb_offers_page_constructed (GObject *object)
{
  WbOffersPage *self = WB_OFFERS_PAGE (object);

  G_OBJECT_CLASS (wb_offers_page_parent_class)->constructed (object);

  wb_banner_card_set_context (WB_BANNER_CARD (self->banner_card), self->context);
  self->desk = wb_offer_desk_new (self->context);
  g_signal_connect_swapped (self->desk, "changed", G_CALLBACK (desk_changed_cb), self);
  g_signal_connect_swapped (self->desk, "updated", G_CALLBACK (desk_updated_cb), self);
  self->changed_id =
    g_signal_connect_swapped (self->context, "changed", G_CALLBACK (context_changed_cb), self);
  self->sync_changed_id =
    g_signal_connect_swapped (self->context, "sync-changed", G_CALLBACK (refresh), self);
  self->today_id = g_timeout_add_seconds (TODAY_REFRESH_SECS, today_cb, self);
  today_cb (self);
  wb_offers_preview_plug_in (self);
  wb_offers_actions_install (self);
  refresh (self);
}

static void
wb_offers_page_set_property (GObject      *object,
                             guint         prop_id,
                             const GValue *value,
                             GParamSpec   *pspec)
{
  WbOffersPage *self = WB_OFFERS_PAGE (object);

  if (prop_id == PROP_CONTEXT)
    self->context = g_value_dup_object (value);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
wb_offers_page_dispose (GObject *object)
{
  WbOffersPage *self = WB_OFFERS_PAGE (object);

  g_clear_handle_id (&self->today_id, g_source_remove);
  g_clear_handle_id (&self->layout_id, g_source_remove);
  g_clear_signal_handler (&self->changed_id, self->context);
  g_clear_signal_handler (&self->sync_changed_id, self->context);
  if (self->desk)
    g_signal_handlers_disconnect_by_data (self->desk, self);
  g_signal_handlers_disconnect_by_data (self->menu, self);
  g_clear_object (&self->desk);

  G_OBJECT_CLASS (wb_offers_page_parent_class)->dispose (object);
}

static void
wb_offers_page_finalize (GObject *object)
{
  WbOffersPage *self = WB_OFFERS_PAGE (object);

  g_clear_object (&self->context);
  g_clear_object (&self->menu);
  g_clear_pointer (&self->type_ids, g_ptr_array_unref);
  g_clear_pointer (&self->type_names, g_free);
  g_clear_pointer (&self->type_id, g_free);

  G_OBJECT_CLASS (wb_offers_page_parent_class)->finalize (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/winback/app/offers/wb-offers-page.ui");
  gtk_widget_class_bind_template_child (widget_class, WbOffersPage, title_stack);
  gtk_widget_class_bind_template_child (widget_class, WbOffersPage, wide_bar);
  gtk_widget_class_bind_template_child (widget_class, WbOffersPage, narrow_line);
  gtk_widget_class_bind_template_child (widget_class, WbOffersPage, narrow_bar);
  gtk_widget_class_bind_template_child (widget_class, WbOffersPage, discard);
  gtk_widget_class_bind_template_child (widget_class, WbOffersPage, save);
  gtk_widget_class_bind_template_child (widget_class, WbOffersPage, menu_button);
  gtk_widget_class_bind_template_child (widget_class, WbOffersPage, narrow_menu_button);
  gtk_widget_class_bind_template_child (widget_class, WbOffersPage, preview_button);
  gtk_widget_class_bind_template_child (widget_class, WbOffersPage, stack);
  gtk_widget_class_bind_template_child (widget_class, WbOffersPage, split);
  gtk_widget_class_bind_template_child (widget_class, WbOffersPage, activation_bin);
  gtk_widget_class_bind_template_child (widget_class, WbOffersPage, rights_notice);
  gtk_widget_class_bind_template_child (widget_class, WbOffersPage, delivery_notice);
  gtk_widget_class_bind_template_child (widget_class, WbOffersPage, update_notice);
  gtk_widget_class_bind_template_child (widget_class, WbOffersPage, clash_box);
  gtk_widget_class_bind_template_child (widget_class, WbOffersPage, coupon_card);
  gtk_widget_class_bind_template_child (widget_class, WbOffersPage, call_card);
  gtk_widget_class_bind_template_child (widget_class, WbOffersPage, banner_card);
  gtk_widget_class_bind_template_child (widget_class, WbOffersPage, placement_grid);
  gtk_widget_class_bind_template_child (widget_class, WbOffersPage, portal_advice);
  gtk_widget_class_bind_template_child (widget_class, WbOffersPage, status);
  gtk_widget_class_bind_template_child (widget_class, WbOffersPage, foot);
  gtk_widget_class_bind_template_child (widget_class, WbOffersPage, problems_button);
  gtk_widget_class_bind_template_child (widget_class, WbOffersPage, problems_popover);
  gtk_widget_class_bind_template_child (widget_class, WbOffersPage, problems_list);
  gtk_widget_class_bind_template_child (widget_class, WbOffersPage, problems_label);
  gtk_widget_class_bind_template_child (widget_class, WbOffersPage, delivery_icon);
  gtk_widget_class_bind_template_child (widget_class, WbOffersPage, delivery_spinner);
  gtk_widget_class_bind_template_child (widget_class, WbOffersPage, delivery_label);
  gtk_widget_class_bind_template_callback (widget_class, gtk_spinner_start);
  gtk_widget_class_bind_template_callback (widget_class, gtk_spinner_stop);
  gtk_widget_class_bind_template_callback (widget_class, banner_shown_cb);
  gtk_widget_class_bind_template_callback (widget_class, type_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, delivery_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, update_clicked_cb);
}

static void
wb_offers_page_class_init (WbOffersPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->constructed = wb_offers_page_constructed;
  object_class->set_property = wb_offers_page_set_property;
  object_class->dispose = wb_offers_page_dispose;
  object_class->finalize = wb_offers_page_finalize;
  widget_class->measure = wb_offers_page_measure;
  widget_class->size_allocate = wb_offers_page_size_allocate;
  widget_class->unmap = wb_offers_page_unmap;

  properties[PROP_CONTEXT] =
    g_param_spec_object ("context", NULL, NULL, WB_TYPE_CONTEXT,
                         G_PARAM_WRITABLE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[REFRESHED] = g_signal_new ("refreshed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                     NULL, NULL, NULL, G_TYPE_NONE, 0);

  g_type_ensure (WB_TYPE_ADVICE_LIST);
  g_type_ensure (WB_TYPE_BACK_BUTTON);
  g_type_ensure (WB_TYPE_BANNER_CARD);
  g_type_ensure (WB_TYPE_CALL_REQUEST_CARD);
  g_type_ensure (WB_TYPE_CLASH_BOX);
  g_type_ensure (WB_TYPE_COUPON_CARD);
  g_type_ensure (WB_TYPE_NOTICE);
  g_type_ensure (WB_TYPE_PLACEMENT_GRID);
  g_type_ensure (WB_TYPE_SPLIT_VIEW);
  g_type_ensure (WB_TYPE_TYPE_BAR);
  bind_children (widget_class);

  gtk_widget_class_install_action (widget_class, "offers.save", NULL, save_action);
  gtk_widget_class_install_action (widget_class, "offers.discard", NULL, discard_action);
  gtk_widget_class_install_action (widget_class, "offers.type", "i", type_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_s, GDK_CONTROL_MASK, "offers.save",
                                       NULL);
  for (int i = 0; i < 9; i++)
    gtk_widget_class_add_binding_action (widget_class, GDK_KEY_1 + i, GDK_CONTROL_MASK,
                                         "offers.type", "i", i);
}

static void
wb_offers_page_init (WbOffersPage *self)
{
  self->type_ids = g_ptr_array_new_with_free_func (g_free);
  self->menu = g_menu_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_menu_button_set_menu_model (GTK_MENU_BUTTON (self->menu_button), G_MENU_MODEL (self->menu));
  gtk_menu_button_set_menu_model (GTK_MENU_BUTTON (self->narrow_menu_button),
                                  G_MENU_MODEL (self->menu));
  g_signal_connect_swapped (self->menu, "items-changed", G_CALLBACK (slots_changed_cb), self);
  g_object_bind_property (self->split, "show-content", self->preview_button, "active",
                          G_BINDING_BIDIRECTIONAL | G_BINDING_SYNC_CREATE);
  g_signal_connect_swapped (self->split, "notify::folded", G_CALLBACK (slots_changed_cb), self);
  gtk_widget_set_layout_manager (GTK_WIDGET (self), NULL);
}
