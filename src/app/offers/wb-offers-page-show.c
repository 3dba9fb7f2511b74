/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What the Offers page says: states in place of the editor, rights, deliveries, problems, marks. */

#include "config.h"

#include "wb-offers-page-private.h"

#include "wb-advice-list.h"
#include "wb-banner-card.h"
#include "wb-call-request-card.h"
#include "wb-activation-page.h"
#include "wb-coupon-card.h"
#include "wb-format.h"
#include "wb-notice.h"
#include "wb-placement-grid.h"
#include "wb-split-view.h"
#include "wb-time.h"
#include "wb-type-bar.h"

#include <glib/gi18n-lib.h>

/* What a line of the list of problems holds. */
#define PROBLEM_CHARS 36

void
wb_offers_page_show_status (WbOffersPage *self,
                            const char   *icon,
                            const char   *title,
                            const char   *description)
{
  g_autofree char *markup = g_markup_escape_text (description, -1);

  adw_status_page_set_icon_name (ADW_STATUS_PAGE (self->status), icon);
  adw_status_page_set_title (ADW_STATUS_PAGE (self->status), title);
  adw_status_page_set_description (ADW_STATUS_PAGE (self->status), markup);
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "status");
}

/* What stands in place of the editor; FALSE = nothing does, the editor can be shown. */
gboolean
wb_offers_page_show_no_editor (WbOffersPage *self)
{
  const WbSyncState *state = wb_context_get_sync_state (self->context);
  const WbAccount *account = wb_context_get_account (self->context);
  gboolean first_load = state->last_synced_at == WB_TIME_NONE;

  if (wb_context_get_level (self->context) == WB_LEVEL_FULL &&
      wb_context_offers (self->context, WB_FEATURE_REMARKETING)) {
    if (account && !account->remarketing_active &&
        adw_bin_get_child (ADW_BIN (self->activation_bin))) {
      gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "activation");
      return TRUE;
    }
    if (self->type_ids->len > 0)
      return FALSE;
    if (first_load && state->phase == WB_SYNC_OFFLINE)
      wb_offers_page_show_status (self, "network-offline-symbolic", _ ("Not loaded yet"),
                                  _ ("The server cannot be reached. Offers appear here once it "
                                     "answers."));
    else if (first_load)
      gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "loading");
    else
      wb_offers_page_show_status (self, "wb-offers-symbolic", _ ("No ticket types"),
                                  _ ("Add a ticket type in the helpdesk. Its offers are set up "
                                     "here."));
  } else if (first_load && state->phase != WB_SYNC_OFFLINE) {
    gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "loading");
  } else {
    wb_offers_page_show_status (self, "wb-offers-symbolic", _ ("This server has no offers"),
                                _ ("It keeps tickets only. Connect a Winback portal to set up what "
                                   "each kind of ticket offers the customer."));
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
  else if (wb_activation_is_waiting (self->context))
    wb_notice_show (WB_NOTICE (self->rights_notice), WB_NOTICE_INFO,
                    _ ("Activation waits to be sent"),
                    _ ("Customers are offered nothing until the server has it."));
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

/* At the foot of the page: how far the edits have come. */
static void
show_delivery_line (WbOffersPage  *self,
                    WbOfferEditor *editor,
                    WbDelivery     delivery)
{
  gboolean dirty = wb_offer_editor_is_dirty (editor);
  /* Who may change nothing has nothing to save. */
  const char *words = wb_offers_page_is_writable (self) ? _ ("No unsaved changes") : "";
  const char *icon = NULL;
  gboolean spinning = FALSE;

  if (dirty) {
    words = _ ("Unsaved changes");
    icon = "wb-unsaved-symbolic";
  } else if (delivery == WB_DELIVERY_SAVING || delivery == WB_DELIVERY_SENDING) {
    words = _ ("Saved · sending…");
    spinning = TRUE;
  } else if (delivery == WB_DELIVERY_WAITING) {
    words = _ ("Saved · will be sent when the server can be reached");
    icon = "network-offline-symbolic";
  } else if (delivery == WB_DELIVERY_SENT) {
    words = _ ("Saved");
    icon = "object-select-symbolic";
  }

  /* On a phone there is no room for these words beside the problems, which say the same. */
  if (dirty && self->compact && wb_offer_editor_get_problems (editor)->len > 0) {
    words = "";
    icon = NULL;
  }

  gtk_label_set_text (GTK_LABEL (self->delivery_label), words);
  if (icon || spinning)
    gtk_widget_remove_css_class (self->delivery_label, "dim-label");
  else
    gtk_widget_add_css_class (self->delivery_label, "dim-label");
  gtk_image_set_from_icon_name (GTK_IMAGE (self->delivery_icon), icon);
  gtk_widget_set_visible (self->delivery_icon, icon != NULL);
  gtk_widget_set_visible (self->delivery_spinner, spinning);
  gtk_spinner_set_spinning (GTK_SPINNER (self->delivery_spinner), spinning);
}

/* Puts the focus where a problem is, into view if it is not. */
void
wb_offers_page_jump_to (WbOffersPage *self,
                        WbTool        tool,
                        WbOfferField  field,
                        const char   *detail)
{
  wb_split_view_set_show_content (WB_SPLIT_VIEW (self->split), FALSE);
  if (field == WB_OFFER_FIELD_PLACEMENTS)
    wb_placement_grid_jump_to (WB_PLACEMENT_GRID (self->placement_grid), tool);
  else if (tool == WB_TOOL_COUPON)
    wb_coupon_card_jump_to (WB_COUPON_CARD (self->coupon_card), field, detail);
  else if (tool == WB_TOOL_CALL_REQUEST)
    wb_call_request_card_jump_to (WB_CALL_REQUEST_CARD (self->call_card), field, detail);
  else if (tool == WB_TOOL_BANNER)
    wb_banner_card_jump_to (WB_BANNER_CARD (self->banner_card), field);
}

static void
problem_clicked_cb (GtkButton    *button,
                    WbOffersPage *self)
{
  WbTool tool = GPOINTER_TO_INT (g_object_get_data (G_OBJECT (button), "tool"));
  WbOfferField field = GPOINTER_TO_INT (g_object_get_data (G_OBJECT (button), "field"));
  const char *detail = g_object_get_data (G_OBJECT (button), "detail");

  gtk_popover_popdown (GTK_POPOVER (self->problems_popover));
  wb_offers_page_jump_to (self, tool, field, detail);
}

/* "Enter an amount above zero." says nothing without the row it stands in. */
static char *
describe_problem (const WbOfferProblem *problem)
{
  static const char *const tools[WB_N_TOOLS] = {
    N_ ("Discount coupon"),
    N_ ("Call request"),
    N_ ("Banner"),
  };
  g_autofree char *named = NULL;
  const char *where = _ (tools[problem->tool]);

  if (problem->field == WB_OFFER_FIELD_TEXT && problem->detail)
    where = named = wb_format_language (problem->detail);
  else if (problem->field == WB_OFFER_FIELD_MINIMUM && problem->detail)
    /* The same may be wrong with the amount in this currency. */
    where = named = g_strdup_printf (_ ("From an order of, in %s"), problem->detail);
  else if (problem->detail)
    where = problem->detail;
  if (strstr (problem->message, where))
    return g_strdup (problem->message);

  /* Translators: a place on the page, and what is wrong there */
  return g_strdup_printf (_ ("%s: %s"), where, problem->message);
}

static GtkWidget *
new_problem_button (WbOffersPage         *self,
                    const WbOfferProblem *problem)
{
  GtkWidget *button = gtk_button_new ();
  g_autofree char *words = describe_problem (problem);
  GtkWidget *label = gtk_label_new (words);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  /* As wide as it may be, so that the popover is as high as the lines it is broken into. */
  gtk_label_set_width_chars (GTK_LABEL (label), PROBLEM_CHARS);
  gtk_label_set_max_width_chars (GTK_LABEL (label), PROBLEM_CHARS);
  gtk_button_set_child (GTK_BUTTON (button), label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, words,
                                  -1);
  gtk_widget_add_css_class (button, "flat");
  g_object_set_data (G_OBJECT (button), "tool", GINT_TO_POINTER (problem->tool));
  g_object_set_data (G_OBJECT (button), "field", GINT_TO_POINTER (problem->field));
  g_object_set_data_full (G_OBJECT (button), "detail", g_strdup (problem->detail), g_free);
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
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->problems_button),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
}

static void
show_advice (WbOffersPage *self)
{
  g_autoptr (GPtrArray) advice = wb_offer_desk_dup_advice (self->desk, self->type_id);

  wb_coupon_card_set_advice (WB_COUPON_CARD (self->coupon_card), advice);
  wb_banner_card_set_advice (WB_BANNER_CARD (self->banner_card), advice);
  wb_advice_list_show (WB_ADVICE_LIST (self->portal_advice), advice, "portal.");
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

void
wb_offers_page_update (WbOffersPage *self)
{
  WbOfferEditor *editor = wb_offers_page_get_editor (self);
  const char *message = NULL;
  WbDelivery delivery = WB_DELIVERY_NONE;
  gboolean dirty = FALSE, writable = wb_offers_page_is_writable (self), asking = FALSE;

  update_marks (self);
  gtk_widget_set_visible (self->save, editor && writable);
  gtk_widget_set_visible (self->discard, editor && writable);
  wb_offers_page_show_slots (self, editor != NULL);
  if (!editor) {
    gtk_widget_action_set_enabled (GTK_WIDGET (self), "offers.save", FALSE);
    gtk_widget_action_set_enabled (GTK_WIDGET (self), "offers.discard", FALSE);
    g_signal_emit_by_name (self, "refreshed");
    return;
  }

  delivery = wb_offer_desk_get_delivery (self->desk, self->type_id, &message);
  dirty = wb_offer_editor_is_dirty (editor);
  asking = delivery == WB_DELIVERY_CONFLICT;
  show_rights (self);
  show_delivery_notice (self, delivery, message);
  show_delivery_line (self, editor, delivery);
  show_problems (self, wb_offer_editor_get_problems (editor));
  show_advice (self);
  wb_coupon_card_set_read_only (WB_COUPON_CARD (self->coupon_card), !writable);
  wb_call_request_card_set_read_only (WB_CALL_REQUEST_CARD (self->call_card), !writable);
  wb_banner_card_set_read_only (WB_BANNER_CARD (self->banner_card), !writable);
  wb_placement_grid_set_read_only (WB_PLACEMENT_GRID (self->placement_grid), !writable);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "offers.save", writable && (dirty || asking));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "offers.discard",
                                 writable && (dirty || asking));
  if (!dirty)
    wb_notice_hide (WB_NOTICE (self->update_notice));
  g_signal_emit_by_name (self, "refreshed");
}
