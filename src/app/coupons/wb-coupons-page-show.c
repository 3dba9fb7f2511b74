/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Which of its states the Coupons page is in, and in what words. */

#include "config.h"

#include "wb-coupons-page-private.h"

#include "wb-coupon-filter-bar.h"
#include "wb-coupon-table.h"
#include "wb-shop-connection.h"

#include <glib/gi18n-lib.h>

/* An action of another type than the target that is there warns, so the old one goes first. */
static void
set_button_action (WbCouponsPage *self,
                   const char    *action)
{
  GtkActionable *button = GTK_ACTIONABLE (self->empty_button);
  g_autofree char *name = NULL;
  g_autoptr (GVariant) target = NULL;

  if (!g_action_parse_detailed_name (action, &name, &target, NULL))
    g_assert_not_reached ();
  gtk_actionable_set_action_name (button, NULL);
  gtk_actionable_set_action_target_value (button, target);
  gtk_actionable_set_action_name (button, name);
}

/* What stands in the list's place while there are no rows. @description is plain text; the button
 * does what @action says. */
static void
show_empty (WbCouponsPage *self,
            const char    *icon,
            const char    *title,
            const char    *description,
            const char    *button,
            const char    *action)
{
  g_autofree char *markup = g_markup_escape_text (description, -1);

  adw_status_page_set_icon_name (ADW_STATUS_PAGE (self->empty_page), icon);
  adw_status_page_set_title (ADW_STATUS_PAGE (self->empty_page), title);
  adw_status_page_set_description (ADW_STATUS_PAGE (self->empty_page), markup);
  gtk_widget_set_visible (self->empty_button, button != NULL);
  if (button) {
    gtk_button_set_label (GTK_BUTTON (self->empty_button), button);
    gtk_accessible_reset_property (GTK_ACCESSIBLE (self->empty_button),
                                   GTK_ACCESSIBLE_PROPERTY_LABEL);
    set_button_action (self, action);
  }
  gtk_stack_set_visible_child_name (GTK_STACK (self->list_stack), "empty");
}

static void
show_loading (WbCouponsPage     *self,
              const WbSyncState *state)
{
  g_autofree char *words = NULL;

  if (state->total > 0) {
    gtk_progress_bar_set_fraction (GTK_PROGRESS_BAR (self->load_bar),
                                   MIN (1.0, (double) state->done / (double) state->total));
    words = g_strdup_printf (_ ("%'d of %'d"), (int) state->done, (int) state->total);
  } else {
    gtk_progress_bar_pulse (GTK_PROGRESS_BAR (self->load_bar));
  }
  gtk_label_set_text (GTK_LABEL (self->load_label), words ? words : "");
  gtk_stack_set_visible_child_name (GTK_STACK (self->list_stack), "loading");
}

static void
show_none (WbCouponsPage *self)
{
  const WbSyncState *state = wb_context_get_sync_state (self->context);
  gboolean plain = wb_context_get_level (self->context) == WB_LEVEL_PLAIN;
  gboolean never_synced = state->last_synced_at == WB_TIME_NONE;

  if (!plain && (state->phase == WB_SYNC_FIRST_LOAD ||
                 (never_synced && state->phase == WB_SYNC_CONNECTING)))
    show_loading (self, state);
  else if (!plain && never_synced && state->phase == WB_SYNC_OFFLINE)
    show_empty (self, "network-offline-symbolic", _ ("The helpdesk does not answer"),
                state->message ? state->message : _ ("Coupons appear here once it does."), NULL,
                NULL);
  else if (plain)
    show_empty (self, "wb-coupon-symbolic", _ ("No coupons yet"),
                _ ("A coupon is a code that the shop takes off an order. Give the first one on a "
                   "customer’s ticket."),
                _ ("Show _tickets"), "win.page::tickets");
  else
    show_empty (self, "wb-coupon-symbolic", _ ("No coupons yet"),
                _ ("A coupon is a code that the shop takes off an order. Offer one, and each "
                   "customer who takes it, or whom a colleague gives one, appears here."),
                _ ("Set up _offers"), "win.page::offers");
}

static void
show_count (WbCouponsPage *self)
{
  guint n = wb_coupon_table_get_n_rows (WB_COUPON_TABLE (self->table));
  g_autofree char *words = NULL;

  /* Until all are read their number is not known; the line keeps its place. */
  if (n > 0 && !self->has_first_only)
    words = g_strdup_printf (
      wb_coupon_filter_narrows (self->filter)
        ? g_dngettext (GETTEXT_PACKAGE, "%'u coupon found", "%'u coupons found", n)
        : g_dngettext (GETTEXT_PACKAGE, "%'u coupon", "%'u coupons", n),
      n);
  gtk_label_set_text (GTK_LABEL (self->count_label), words ? words : "");
  gtk_widget_set_visible (self->count_label, n > 0);
}

static gboolean
has_connections (WbCouponsPage *self)
{
  g_autoptr (GPtrArray) connections =
    wb_shop_connection_list (wb_context_get_reader (self->context), NULL);

  return connections && connections->len > 0;
}

/* Whether there can be coupons at all; a page of its own says what is missing. */
static gboolean
show_absent (WbCouponsPage *self,
             gboolean       has_rows)
{
  gboolean plain = wb_context_get_level (self->context) == WB_LEVEL_PLAIN;
  gboolean absent = FALSE;

  if (has_rows)
    absent = FALSE;
  else if (plain)
    absent = self->has_read && !has_connections (self);
  else
    absent = wb_context_get_account (self->context) &&
             !wb_context_offers (self->context, WB_FEATURE_COUPONS);
  if (absent) {
    adw_status_page_set_title (ADW_STATUS_PAGE (self->absent_page),
                               plain ? _ ("No shop is connected")
                                     : _ ("No coupons from this server"));
    adw_status_page_set_description (
      ADW_STATUS_PAGE (self->absent_page),
      plain ? _ ("Connect your Shoptet, Shopify or WooCommerce shop, and coupons can be given on "
                 "tickets.")
            : _ ("Coupons need a Winback portal that is connected to your shop."));
  }
  gtk_stack_set_visible_child_name (GTK_STACK (self->page_stack), absent ? "absent" : "coupons");

  return absent;
}

/* The list is what was last synced; what happens in shops meanwhile is not seen. */
static void
show_offline (WbCouponsPage *self)
{
  const WbSyncState *state = wb_context_get_sync_state (self->context);

  gtk_widget_set_visible (self->offline_box, state->phase == WB_SYNC_OFFLINE);
}

static void
set_enabled (WbCouponsPage *self,
             const char    *action,
             gboolean       enabled)
{
  g_simple_action_set_enabled (
    G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (self->actions), action)), enabled);
}

/* Which of table, loading and empty states is shown. */
void
wb_coupons_page_show_state (WbCouponsPage *self)
{
  guint n = wb_coupon_table_get_n_rows (WB_COUPON_TABLE (self->table));
  gboolean narrows = wb_coupon_filter_narrows (self->filter);

  show_count (self);
  show_offline (self);
  set_enabled (self, "export", n > 0 && !self->exporting);
  set_enabled (self, "details", n > 0);
  if (show_absent (self, n > 0 || narrows))
    return;
  gtk_widget_set_visible (self->filter_bin, n > 0 || narrows);
  gtk_widget_set_visible (self->totals_bin, n > 0 || narrows);
  gtk_widget_set_sensitive (self->search_entry, n > 0 || narrows);

  if (self->trouble)
    show_empty (self, "dialog-error-symbolic", _ ("Coupons cannot be read"), self->trouble,
                _ ("_Try again"), "coupons.again");
  else if (n > 0)
    gtk_stack_set_visible_child_name (GTK_STACK (self->list_stack), "list");
  else if (!self->has_read)
    return;
  else if (narrows)
    show_empty (self, "system-search-symbolic", _ ("No coupon matches"),
                _ ("Search by code, ticket, customer or order, or let more through the filters."),
                _ ("_Show all coupons"), "coupons.clear");
  else
    show_none (self);
}
