/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The Offers page; see wb-offers-page.h. Edits, drafts and deliveries are WbOfferDesk's and
 * WbOfferEditor's; here it is chosen what to show of them. */

#include "config.h"

#include "wb-offers-page.h"

#include "wb-back-button.h"
#include "wb-clash-box.h"
#include "wb-context.h"
#include "wb-coupon-card.h"
#include "wb-notice.h"
#include "wb-offer-desk.h"
#include "wb-page.h"
#include "wb-time.h"
#include "wb-type-bar.h"

#include <glib/gi18n-lib.h>

/* Below it the bar of types and the fields stand in lines of their own. */
#define COMPACT_WIDTH 620
/* The date that a validity means today changes at midnight. */
#define TODAY_REFRESH_SECS 60

struct _WbOffersPage
{
  AdwBin parent_instance;

  GtkWidget *title_stack;
  GtkWidget *wide_bar;
  GtkWidget *narrow_bar;
  GtkWidget *discard;
  GtkWidget *save;
  GtkWidget *stack;
  GtkWidget *rights_notice;
  GtkWidget *delivery_notice;
  GtkWidget *update_notice;
  GtkWidget *clash_box;
  GtkWidget *coupon_card;
  GtkWidget *status;
  GtkWidget *foot;
  GtkWidget *problems_button;
  GtkWidget *problems_popover;
  GtkWidget *problems_list;
  GtkWidget *problems_label;
  GtkWidget *delivery_icon;
  GtkWidget *delivery_spinner;
  GtkWidget *delivery_label;

  WbContext *context;    /* (owned) */
  WbOfferDesk *desk;     /* (owned) */
  GPtrArray *type_ids;   /* (owned) (element-type utf8) in the order of the bar */
  char *type_names;      /* (owned) (nullable) all names in one, to see a change */
  char *type_id;         /* (owned) (nullable) the chosen one */
  gulong changed_id;
  gulong sync_changed_id;
  guint today_id;        /* timeout */
  guint layout_id;       /* idle, 0 = none */
  gboolean compact;
};

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

static WbOfferEditor *
get_editor (WbOffersPage *self)
{
  return self->type_id ? wb_offer_desk_get_editor (self->desk, self->type_id, NULL) : NULL;
}

static gboolean
is_writable (WbOffersPage *self)
{
  const WbAccount *account = wb_context_get_account (self->context);

  return wb_context_is_manager (self->context) && account && account->remarketing_active;
}

static void
show_status (WbOffersPage *self,
             const char   *icon,
             const char   *title,
             const char   *description)
{
  adw_status_page_set_icon_name (ADW_STATUS_PAGE (self->status), icon);
  adw_status_page_set_title (ADW_STATUS_PAGE (self->status), title);
  adw_status_page_set_description (ADW_STATUS_PAGE (self->status), description);
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "status");
}

/* What stands in place of the editor; FALSE = nothing does, the editor can be shown. */
static gboolean
show_no_editor (WbOffersPage *self)
{
  const WbSyncState *state = wb_context_get_sync_state (self->context);
  gboolean first_load = state->last_synced_at == WB_TIME_NONE;

  if (wb_context_get_level (self->context) == WB_LEVEL_FULL &&
      wb_context_offers (self->context, WB_FEATURE_REMARKETING)) {
    if (self->type_ids->len > 0)
      return FALSE;
    if (first_load && state->phase == WB_SYNC_OFFLINE)
      show_status (self, "network-offline-symbolic", _ ("Not loaded yet"),
                   _ ("The server cannot be reached. Offers appear here once it answers."));
    else if (first_load)
      gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "loading");
    else
      show_status (self, "wb-offers-symbolic", _ ("No ticket types"),
                   _ ("Add a ticket type in the helpdesk. Its offers are set up here."));
  } else if (first_load && state->phase != WB_SYNC_OFFLINE) {
    gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "loading");
  } else {
    show_status (self, "wb-offers-symbolic", _ ("This server has no offers"),
                 _ ("It keeps tickets only. Connect a Winback portal to set up what each kind of "
                    "ticket offers the customer."));
  }

  return TRUE;
}

static void
show_rights (WbOffersPage *self)
{
  const WbAccount *account = wb_context_get_account (self->context);
  gboolean active = account && account->remarketing_active;

  if (!active)
    wb_notice_show (WB_NOTICE (self->rights_notice), WB_NOTICE_WARNING,
                    _ ("Remarketing is not activated"),
                    wb_context_is_manager (self->context)
                      ? _ ("Customers are offered nothing. Activate the Remarketing add-on in the "
                           "helpdesk to change offers here.")
                      : _ ("Customers are offered nothing. A manager activates the Remarketing "
                           "add-on in the helpdesk."));
  else if (!wb_context_is_manager (self->context))
    wb_notice_show (WB_NOTICE (self->rights_notice), WB_NOTICE_INFO,
                    _ ("Only managers change offers"),
                    _ ("You see what customers are offered. Ask a manager for a change."));
  else
    wb_notice_hide (WB_NOTICE (self->rights_notice));
}

static void
show_delivery_notice (WbOffersPage *self,
                      WbDelivery    delivery,
                      const char   *message)
{
  if (delivery == WB_DELIVERY_REFUSED) {
    /* Translators: %s are the server's own words */
    g_autofree char *words = g_strdup_printf (_ ("The server says: %s"), message ? message : "");

    wb_notice_show (WB_NOTICE (self->delivery_notice), WB_NOTICE_ERROR,
                    _ ("Your change was refused"), words);
    wb_notice_set_buttons (WB_NOTICE (self->delivery_notice), _ ("Send _again"),
                           _ ("Give the change _up"));
  } else if (delivery == WB_DELIVERY_NOT_SAVED) {
    wb_notice_show (WB_NOTICE (self->delivery_notice), WB_NOTICE_ERROR,
                    _ ("Your change could not be saved"), message);
  } else {
    wb_notice_hide (WB_NOTICE (self->delivery_notice));
  }
}

static void
show_delivery_line (WbOffersPage *self,
                    WbDelivery    delivery)
{
  const char *words = NULL, *icon = NULL;
  gboolean spinning = FALSE;

  switch (delivery) {
    case WB_DELIVERY_SAVING:
    case WB_DELIVERY_SENDING:
      words = _ ("Saved · sending…");
      spinning = TRUE;
      break;
    case WB_DELIVERY_WAITING:
      words = _ ("Saved · will be sent when the server can be reached");
      icon = "network-offline-symbolic";
      break;
    case WB_DELIVERY_SENT:
      words = _ ("Saved");
      icon = "object-select-symbolic";
      break;
    case WB_DELIVERY_NONE:
    case WB_DELIVERY_REFUSED:
    case WB_DELIVERY_CONFLICT:
    case WB_DELIVERY_NOT_SAVED:
    default:
      break;
  }

  gtk_label_set_text (GTK_LABEL (self->delivery_label), words ? words : "");
  gtk_widget_set_visible (self->delivery_label, words != NULL);
  gtk_image_set_from_icon_name (GTK_IMAGE (self->delivery_icon), icon);
  gtk_widget_set_visible (self->delivery_icon, icon != NULL);
  gtk_widget_set_visible (self->delivery_spinner, spinning);
  gtk_spinner_set_spinning (GTK_SPINNER (self->delivery_spinner), spinning);
}

static void
problem_clicked_cb (GtkButton    *button,
                    WbOffersPage *self)
{
  WbOfferField field = GPOINTER_TO_INT (g_object_get_data (G_OBJECT (button), "field"));
  const char *currency = g_object_get_data (G_OBJECT (button), "currency");

  gtk_popover_popdown (GTK_POPOVER (self->problems_popover));
  wb_coupon_card_jump_to (WB_COUPON_CARD (self->coupon_card), field, currency);
}

static GtkWidget *
new_problem_button (WbOffersPage         *self,
                    const WbOfferProblem *problem)
{
  GtkWidget *button = gtk_button_new ();
  /* "Enter an amount above zero." says nothing without the row it stands in. */
  g_autofree char *words = problem->currency && !strstr (problem->message, problem->currency)
                             ? g_strdup_printf ("%s: %s", problem->currency, problem->message)
                             : g_strdup (problem->message);
  GtkWidget *label = gtk_label_new (words);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 36);
  gtk_button_set_child (GTK_BUTTON (button), label);
  gtk_widget_add_css_class (button, "flat");
  g_object_set_data (G_OBJECT (button), "field", GINT_TO_POINTER (problem->field));
  g_object_set_data_full (G_OBJECT (button), "currency", g_strdup (problem->currency), g_free);
  g_signal_connect (button, "clicked", G_CALLBACK (problem_clicked_cb), self);

  return button;
}

static void
show_problems (WbOffersPage *self,
               GPtrArray    *problems)
{
  GtkWidget *child = NULL;
  g_autofree char *words = NULL;

  gtk_widget_set_visible (self->problems_button, problems->len > 0);
  if (problems->len == 0) {
    gtk_popover_popdown (GTK_POPOVER (self->problems_popover));
    return;
  }

  while ((child = gtk_widget_get_first_child (self->problems_list)))
    gtk_box_remove (GTK_BOX (self->problems_list), child);
  for (guint i = 0; i < problems->len; i++)
    gtk_box_append (GTK_BOX (self->problems_list),
                    new_problem_button (self, g_ptr_array_index (problems, i)));
  words = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u problem", "%u problems",
                                        problems->len),
                           problems->len);
  gtk_label_set_text (GTK_LABEL (self->problems_label), words);
}

static void
update_marks (WbOffersPage *self)
{
  for (guint i = 0; i < self->type_ids->len; i++) {
    const char *id = g_ptr_array_index (self->type_ids, i);
    WbOfferEditor *editor = wb_offer_desk_get_editor (self->desk, id, NULL);
    WbDelivery delivery = wb_offer_desk_get_delivery (self->desk, id, NULL);
    WbTypeMarks marks = WB_TYPE_MARK_NONE;

    if (!wb_offer_desk_is_configured (self->desk, id))
      marks |= WB_TYPE_MARK_NOT_CONFIGURED;
    if (wb_offer_desk_has_edits (self->desk, id))
      marks |= WB_TYPE_MARK_UNSAVED;
    if (delivery == WB_DELIVERY_REFUSED || delivery == WB_DELIVERY_CONFLICT ||
        (editor && wb_offer_editor_has_open_clash (editor)))
      marks |= WB_TYPE_MARK_NEEDS_YOU;
    wb_type_bar_set_marks (WB_TYPE_BAR (self->wide_bar), id, marks);
    wb_type_bar_set_marks (WB_TYPE_BAR (self->narrow_bar), id, marks);
  }
}

static void
update_page (WbOffersPage *self)
{
  WbOfferEditor *editor = get_editor (self);
  const char *message = NULL;
  WbDelivery delivery = WB_DELIVERY_NONE;
  gboolean dirty = FALSE, writable = is_writable (self), asking = FALSE;

  update_marks (self);
  gtk_widget_set_visible (self->save, editor && writable);
  gtk_widget_set_visible (self->discard, editor && writable);
  if (!editor) {
    gtk_revealer_set_reveal_child (GTK_REVEALER (self->foot), FALSE);
    gtk_widget_action_set_enabled (GTK_WIDGET (self), "offers.save", FALSE);
    gtk_widget_action_set_enabled (GTK_WIDGET (self), "offers.discard", FALSE);
    return;
  }

  delivery = wb_offer_desk_get_delivery (self->desk, self->type_id, &message);
  dirty = wb_offer_editor_is_dirty (editor);
  asking = delivery == WB_DELIVERY_CONFLICT;
  show_rights (self);
  show_delivery_notice (self, delivery, message);
  show_delivery_line (self, dirty ? WB_DELIVERY_NONE : delivery);
  show_problems (self, wb_offer_editor_get_problems (editor));
  wb_coupon_card_set_read_only (WB_COUPON_CARD (self->coupon_card), !writable);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "offers.save", writable && (dirty || asking));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "offers.discard",
                                 writable && (dirty || asking));
  gtk_revealer_set_reveal_child (GTK_REVEALER (self->foot),
                                 gtk_widget_get_visible (self->delivery_label) ||
                                 gtk_widget_get_visible (self->problems_button));
  if (!dirty)
    wb_notice_hide (WB_NOTICE (self->update_notice));
}

static void
choose_type (WbOffersPage *self,
             const char   *id)
{
  g_autoptr (GError) error = NULL;
  WbOfferEditor *editor = wb_offer_desk_get_editor (self->desk, id, &error);
  g_autofree char *kept = g_strdup (id);

  if (!editor) {
    show_status (self, "dialog-error-symbolic", _ ("Offers cannot be read"), error->message);
    return;
  }

  if (self->type_id && g_strcmp0 (self->type_id, id) != 0)
    wb_offer_editor_drop_settled (get_editor (self));
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
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "editor");
  update_page (self);
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
refresh (WbOffersPage *self)
{
  gboolean has_editor = FALSE;

  read_types (self);
  has_editor = !show_no_editor (self);
  gtk_widget_set_visible (self->narrow_bar, has_editor && self->compact);
  gtk_stack_set_visible_child_name (GTK_STACK (self->title_stack),
                                    has_editor && !self->compact ? "types" : "title");
  if (!has_editor)
    g_clear_pointer (&self->type_id, g_free);
  else if (!self->type_id ||
           !g_str_equal (gtk_stack_get_visible_child_name (GTK_STACK (self->stack)), "editor"))
    choose_type (self, self->type_id ? self->type_id : g_ptr_array_index (self->type_ids, 0));
  else
    wb_type_bar_choose (WB_TYPE_BAR (self->wide_bar), self->type_id);
  update_page (self);
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
  update_page (self);
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

  editor = get_editor (self);
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
  WbOfferEditor *editor = get_editor (self);
  GPtrArray *problems = NULL;

  if (!editor)
    return;

  problems = wb_offer_editor_get_problems (editor);
  if (wb_offer_editor_has_open_clash (editor)) {
    wb_clash_box_focus (WB_CLASH_BOX (self->clash_box));
    gtk_widget_error_bell (widget);
  } else if (problems->len > 0) {
    const WbOfferProblem *first = g_ptr_array_index (problems, 0);

    wb_coupon_card_jump_to (WB_COUPON_CARD (self->coupon_card), first->field, first->currency);
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
  if (compact != self->compact) {
    self->compact = compact;
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
  wb_type_bar_focus (WB_TYPE_BAR (self->compact ? self->narrow_bar : self->wide_bar));
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

  self->desk = wb_offer_desk_new (self->context);
  g_signal_connect_swapped (self->desk, "changed", G_CALLBACK (desk_changed_cb), self);
  g_signal_connect_swapped (self->desk, "updated", G_CALLBACK (desk_updated_cb), self);
  self->changed_id =
    g_signal_connect_swapped (self->context, "changed", G_CALLBACK (context_changed_cb), self);
  self->sync_changed_id =
    g_signal_connect_swapped (self->context, "sync-changed", G_CALLBACK (refresh), self);
  self->today_id = g_timeout_add_seconds (TODAY_REFRESH_SECS, today_cb, self);
  today_cb (self);
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
  g_clear_object (&self->desk);

  G_OBJECT_CLASS (wb_offers_page_parent_class)->dispose (object);
}

static void
wb_offers_page_finalize (GObject *object)
{
  WbOffersPage *self = WB_OFFERS_PAGE (object);

  g_clear_object (&self->context);
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
  gtk_widget_class_bind_template_child (widget_class, WbOffersPage, narrow_bar);
  gtk_widget_class_bind_template_child (widget_class, WbOffersPage, discard);
  gtk_widget_class_bind_template_child (widget_class, WbOffersPage, save);
  gtk_widget_class_bind_template_child (widget_class, WbOffersPage, stack);
  gtk_widget_class_bind_template_child (widget_class, WbOffersPage, rights_notice);
  gtk_widget_class_bind_template_child (widget_class, WbOffersPage, delivery_notice);
  gtk_widget_class_bind_template_child (widget_class, WbOffersPage, update_notice);
  gtk_widget_class_bind_template_child (widget_class, WbOffersPage, clash_box);
  gtk_widget_class_bind_template_child (widget_class, WbOffersPage, coupon_card);
  gtk_widget_class_bind_template_child (widget_class, WbOffersPage, status);
  gtk_widget_class_bind_template_child (widget_class, WbOffersPage, foot);
  gtk_widget_class_bind_template_child (widget_class, WbOffersPage, problems_button);
  gtk_widget_class_bind_template_child (widget_class, WbOffersPage, problems_popover);
  gtk_widget_class_bind_template_child (widget_class, WbOffersPage, problems_list);
  gtk_widget_class_bind_template_child (widget_class, WbOffersPage, problems_label);
  gtk_widget_class_bind_template_child (widget_class, WbOffersPage, delivery_icon);
  gtk_widget_class_bind_template_child (widget_class, WbOffersPage, delivery_spinner);
  gtk_widget_class_bind_template_child (widget_class, WbOffersPage, delivery_label);
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

  g_type_ensure (WB_TYPE_BACK_BUTTON);
  g_type_ensure (WB_TYPE_CLASH_BOX);
  g_type_ensure (WB_TYPE_COUPON_CARD);
  g_type_ensure (WB_TYPE_NOTICE);
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
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_set_layout_manager (GTK_WIDGET (self), NULL);
}
