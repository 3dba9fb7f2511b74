/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Which of its states the Banners page is in, and in what words. */

#include "config.h"

#include "wb-banners-page-private.h"

#include "wb-banner-detail.h"
#include "wb-format.h"
#include "wb-keyboard.h"
#include "wb-split-view.h"

#include <glib/gi18n-lib.h>

/* @description is plain text; the button does what @action says. */
static void
show_empty (WbBannersPage *self,
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
    gtk_actionable_set_action_name (GTK_ACTIONABLE (self->empty_button), action);
  }
  gtk_stack_set_visible_child_name (GTK_STACK (self->list_stack), "empty");
}

/* Whether there can be banners at all; a page of its own says what is missing. */
static gboolean
show_absent (WbBannersPage *self,
             gboolean       has_rows)
{
  gboolean plain = wb_context_get_level (self->context) == WB_LEVEL_PLAIN;
  gboolean absent = !has_rows && (plain || (wb_context_get_account (self->context) &&
                                            !wb_context_offers (self->context,
                                                                WB_FEATURE_BANNERS)));

  if (absent) {
    adw_status_page_set_title (ADW_STATUS_PAGE (self->absent_page),
                               _ ("No banners from this server"));
    adw_status_page_set_description (
      ADW_STATUS_PAGE (self->absent_page),
      _ ("Banners are pictures that customers see and click. A Winback portal shows them, and "
         "counts who came by them."));
    gtk_stack_set_visible_child_name (GTK_STACK (self->page_stack), "absent");
  } else if (g_strcmp0 (gtk_stack_get_visible_child_name (GTK_STACK (self->page_stack)),
                        "absent") == 0) {
    gtk_stack_set_visible_child_name (GTK_STACK (self->page_stack), "list");
  }

  return absent;
}

static gboolean
is_loading (const WbSyncState *state)
{
  return state->phase == WB_SYNC_FIRST_LOAD ||
         (state->last_synced_at == WB_TIME_NONE && state->phase == WB_SYNC_CONNECTING);
}

/* No banner is there at all. */
static void
show_none (WbBannersPage *self)
{
  const WbSyncState *state = wb_context_get_sync_state (self->context);
  gboolean manager = wb_context_is_manager (self->context);

  if (is_loading (state))
    gtk_stack_set_visible_child_name (GTK_STACK (self->list_stack), "loading");
  else if (state->last_synced_at == WB_TIME_NONE && state->phase == WB_SYNC_OFFLINE)
    show_empty (self, "network-offline-symbolic", _ ("The helpdesk does not answer"),
                state->message ? state->message : _ ("Banners appear here once it does."), NULL,
                NULL);
  else
    show_empty (self, "wb-banner-symbolic", _ ("No banners yet"),
                manager ? _ ("A banner is a picture that leads customers back to the shop. Add the "
                             "first one, then choose it on the Offers page.")
                        : _ ("A banner is a picture that leads customers back to the shop. "
                             "Managers add them."),
                manager ? _ ("_New banner…") : NULL, "banners.new");
}

static void
set_enabled (WbBannersPage *self,
             const char    *action,
             gboolean       enabled)
{
  g_simple_action_set_enabled (
    G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (self->actions), action)), enabled);
}

/* Where there is little room the search needs it; the menu has the same. */
void
wb_banners_page_show_add (WbBannersPage *self)
{
  gboolean folded = self->outer && wb_split_view_get_folded (WB_SPLIT_VIEW (self->outer));

  gtk_widget_set_visible (self->add_button, wb_context_is_manager (self->context) && !folded);
}

static void
enable_actions (WbBannersPage *self,
                guint          n_listed)
{
  gboolean manager = wb_context_is_manager (self->context);
  gboolean shows_one = wb_banners_page_shows_detail (self);
  const char *id = shows_one ? wb_banner_detail_get_id (WB_BANNER_DETAIL (self->detail)) : NULL;
  g_autoptr (WbBannerEntry) entry = id ? wb_banners_page_find (self, id) : NULL;
  gboolean archived = entry && wb_banner_entry_get_banner (entry)->archived;
  gboolean counted = entry && wb_banner_entry_get_state (entry) == WB_COUNTS_READ;

  set_enabled (self, "new", manager);
  set_enabled (self, "edit", manager && entry);
  set_enabled (self, "archive", manager && entry && !archived);
  set_enabled (self, "bring-back", manager && entry && archived);
  set_enabled (self, "save-numbers", counted);
  set_enabled (self, "save-list", n_listed > 0);
  wb_banners_page_show_add (self);
}

/* A new banner on its way, or a change of the open one that needs a person. */
void
wb_banners_page_show_notice (WbBannersPage *self)
{
  if (wb_banners_page_shows_detail (self))
    wb_banner_maker_show (self->maker,
                          WB_NOTICE (wb_banner_detail_get_notice (WB_BANNER_DETAIL (self->detail))),
                          wb_banner_detail_get_id (WB_BANNER_DETAIL (self->detail)));
  else
    wb_banner_maker_show (self->maker, WB_NOTICE (self->notice), NULL);
}

/* Which of list, loading and empty states is shown. */
void
wb_banners_page_show_state (WbBannersPage *self)
{
  guint n_all = g_list_model_get_n_items (G_LIST_MODEL (self->entries));
  guint n_listed = g_list_model_get_n_items (G_LIST_MODEL (self->selection));

  if (!self->has_read)
    return;

  enable_actions (self, n_listed);
  wb_banners_page_show_notice (self);
  gtk_widget_set_visible (self->offline_box,
                          wb_context_get_sync_state (self->context)->phase == WB_SYNC_OFFLINE);
  if (show_absent (self, n_all > 0))
    return;
  if (n_all == 0) {
    wb_keyboard_leave (self->grid);
    wb_keyboard_leave (self->search_entry);
  }
  gtk_widget_set_visible (self->choice_bar, n_all > 0 && !self->trouble);
  gtk_widget_set_sensitive (self->search_entry, n_all > 0);

  if (self->trouble)
    show_empty (self, "dialog-error-symbolic", _ ("Banners cannot be read"), self->trouble,
                _ ("_Try again"), "banners.again");
  else if (n_listed > 0)
    gtk_stack_set_visible_child_name (GTK_STACK (self->list_stack), "list");
  else if (self->typed)
    show_empty (self, "system-search-symbolic", _ ("No banner matches"),
                _ ("Search by the banner’s name."), _ ("_Show all banners"), "banners.clear");
  else if (n_all > 0)
    show_empty (self, "wb-banner-symbolic", _ ("All banners are archived"),
                _ ("They keep their numbers, and can be brought back."), _ ("_Show archived ones"),
                "banners.show-archived");
  else
    show_none (self);
}
