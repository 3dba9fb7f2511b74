/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The menu of the Offers page and what it opens; see wb-offers-actions.h. */

#include "config.h"

#include "wb-offers-actions.h"

#include "compat.h"
#include "wb-activation-page.h"
#include "wb-dialog.h"
#include "wb-forecast-window.h"
#include "wb-offer-copy-window.h"
#include "wb-offer-glance-window.h"
#include "wb-offer-history-window.h"
#include "wb-page.h"
#include "wb-staff-actions.h"

#include <glib/gi18n-lib.h>

static GtkWindow *
get_window (WbOffersPage *page)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (page));

  return GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL;
}

static void
history_cb (GSimpleAction *action,
            GVariant      *parameter,
            gpointer       user_data)
{
  WbOffersPage *page = user_data;
  const char *type_id = wb_offers_page_get_type_id (page);

  if (type_id)
    wb_dialog_open (GTK_WINDOW (wb_offer_history_window_new (wb_offers_page_get_context (page),
                                                             wb_offers_page_get_desk (page),
                                                             type_id)),
                    get_window (page), 900, 680);
}

static void
copy_cb (GSimpleAction *action,
         GVariant      *parameter,
         gpointer       user_data)
{
  WbOffersPage *page = user_data;
  const char *type_id = wb_offers_page_get_type_id (page);

  if (type_id)
    wb_dialog_open (GTK_WINDOW (wb_offer_copy_window_new (wb_offers_page_get_context (page),
                                                          wb_offers_page_get_desk (page),
                                                          type_id)),
                    get_window (page), 520, 620);
}

static void
glance_cb (GSimpleAction *action,
           GVariant      *parameter,
           gpointer       user_data)
{
  WbOffersPage *page = user_data;

  wb_dialog_open (GTK_WINDOW (wb_offer_glance_window_new (wb_offers_page_get_context (page),
                                                          wb_offers_page_get_desk (page))),
                  get_window (page), 960, 680);
}

static void
forecast_cb (GSimpleAction *action,
             GVariant      *parameter,
             gpointer       user_data)
{
  WbOffersPage *page = user_data;

  wb_forecast_window_open (wb_offers_page_get_context (page), get_window (page),
                           wb_offers_page_get_type_id (page));
}

static gboolean
deactivate (WbWorkspace  *workspace,
            gpointer      data,
            GError      **error)
{
  return wb_action_activate_remarketing (workspace, FALSE, error);
}

static void
deactivated_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr (WbOffersPage) page = user_data;
  WbContext *context = wb_offers_page_get_context (page);
  g_autoptr (GError) error = NULL;

  if (!wb_context_write_finish (result, &error)) {
    wb_page_toast_error (WB_PAGE (page), error);
    return;
  }
  if (wb_context_get_sync (context))
    wb_sync_wake (wb_context_get_sync (context));
}

static void
deactivate_answered_cb (gboolean go_on,
                        gpointer user_data)
{
  WbOffersPage *page = user_data;

  if (go_on)
    wb_context_write_async (wb_offers_page_get_context (page), deactivate, NULL, NULL, NULL,
                            deactivated_cb, g_object_ref (page));
}

static void
deactivate_cb (GSimpleAction *action,
               GVariant      *parameter,
               gpointer       user_data)
{
  wb_compat_ask (get_window (user_data), _ ("Deactivate remarketing?"),
                 _ ("Customers are offered nothing any more: no coupon, no call, no banner. "
                    "Links in e-mails that were sent keep working.\n\n"
                    "Open calls stay in Calls, and coupons that were given stay valid. Settings "
                    "and history are kept: activate again, and all is as it was."),
                 _ ("_Deactivate"), TRUE, deactivate_answered_cb, g_object_ref (user_data),
                 g_object_unref);
}

static void
set_enabled (GActionMap *map,
             const char *name,
             gboolean    enabled)
{
  g_simple_action_set_enabled (G_SIMPLE_ACTION (g_action_map_lookup_action (map, name)), enabled);
}

static void
refreshed_cb (WbOffersPage *page,
              GActionMap   *map)
{
  gboolean has_type = wb_offers_page_get_type_id (page) != NULL;
  gboolean writable = wb_offers_page_is_writable (page);

  set_enabled (map, "history", has_type);
  set_enabled (map, "copy", has_type && writable);
  set_enabled (map, "deactivate", writable);
}

static void
append_item (GMenu      *section,
             const char *label,
             const char *action,
             const char *accel)
{
  g_autoptr (GMenuItem) item = g_menu_item_new (label, action);

  if (accel)
    g_menu_item_set_attribute (item, "accel", "s", accel);
  g_menu_item_set_attribute (item, "hidden-when", "s", "action-disabled");
  g_menu_append_item (section, item);
}

static void
fill_menu (GMenu *menu)
{
  g_autoptr (GMenu) offers = g_menu_new ();
  g_autoptr (GMenu) account = g_menu_new ();

  append_item (offers, _ ("_History"), "offers.history", "<Control>h");
  append_item (offers, _ ("_Copy from another type"), "offers.copy", NULL);
  append_item (offers, _ ("_All types at a glance"), "offers.glance", "<Control>g");
  append_item (offers, _ ("_What will the customer get?"), "offers.forecast", NULL);
  append_item (account, _ ("Acc_ount"), "win.account", NULL);
  append_item (account, _ ("_Deactivate remarketing"), "offers.deactivate", NULL);
  g_menu_append_section (menu, NULL, G_MENU_MODEL (offers));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (account));
}

static void
add_key (GtkEventController *keys,
         guint               keyval,
         const char         *action)
{
  gtk_shortcut_controller_add_shortcut (
    GTK_SHORTCUT_CONTROLLER (keys),
    gtk_shortcut_new (gtk_keyval_trigger_new (keyval, GDK_CONTROL_MASK),
                      gtk_named_action_new (action)));
}

/**
 * wb_offers_actions_install:
 * @page: the Offers page, once
 *
 * Adds the actions, their keys, their menu and the page for while remarketing is not active.
 */
void
wb_offers_actions_install (WbOffersPage *page)
{
  static const GActionEntry entries[] = {
    { "history", history_cb },
    { "copy", copy_cb },
    { "glance", glance_cb },
    { "forecast", forecast_cb },
    { "deactivate", deactivate_cb },
  };
  g_autoptr (GSimpleActionGroup) group = g_simple_action_group_new ();
  GtkEventController *keys = gtk_shortcut_controller_new ();

  g_return_if_fail (WB_IS_OFFERS_PAGE (page));

  g_action_map_add_action_entries (G_ACTION_MAP (group), entries, G_N_ELEMENTS (entries), page);
  gtk_widget_insert_action_group (GTK_WIDGET (page), "offers", G_ACTION_GROUP (group));
  add_key (keys, GDK_KEY_h, "offers.history");
  add_key (keys, GDK_KEY_g, "offers.glance");
  gtk_widget_add_controller (GTK_WIDGET (page), keys);
  g_signal_connect_object (page, "refreshed", G_CALLBACK (refreshed_cb), group, 0);
  fill_menu (wb_offers_page_get_menu (page));
  wb_offers_page_set_activation (page,
                                 wb_activation_page_new (wb_offers_page_get_context (page),
                                                         wb_offers_page_get_desk (page)));
  refreshed_cb (page, G_ACTION_MAP (group));
}
