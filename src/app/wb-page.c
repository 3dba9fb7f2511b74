/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Pages of the window; see wb-page.h. */

#include "config.h"

#include "wb-page.h"

G_DEFINE_INTERFACE (WbPage, wb_page, GTK_TYPE_WIDGET)

enum
{
  OBJECT_CHANGED,
  N_SIGNALS,
};
static guint signals[N_SIGNALS];

static void
wb_page_default_init (WbPageInterface *iface)
{
  signals[OBJECT_CHANGED] = g_signal_new ("object-changed", WB_TYPE_PAGE, G_SIGNAL_RUN_LAST, 0,
                                          NULL, NULL, NULL, G_TYPE_NONE, 0);
}

/**
 * wb_page_get_title:
 * @self: a page
 *
 * Returns: (transfer none): the page's translated name; main thread, as all here
 */
const char *
wb_page_get_title (WbPage *self)
{
  g_return_val_if_fail (WB_IS_PAGE (self), "");

  return WB_PAGE_GET_IFACE (self)->get_title (self);
}

/**
 * wb_page_shown:
 * @self: a page
 *
 * Tells the page that it came into view, so that the focus goes where work starts.
 */
void
wb_page_shown (WbPage *self)
{
  g_return_if_fail (WB_IS_PAGE (self));

  if (WB_PAGE_GET_IFACE (self)->shown)
    WB_PAGE_GET_IFACE (self)->shown (self);
}

/**
 * wb_page_start_search:
 * @self: a page
 *
 * Returns: `TRUE` if the page has a search and put the focus into it
 */
gboolean
wb_page_start_search (WbPage *self)
{
  g_return_val_if_fail (WB_IS_PAGE (self), FALSE);

  return WB_PAGE_GET_IFACE (self)->start_search && WB_PAGE_GET_IFACE (self)->start_search (self);
}

/**
 * wb_page_handle_key:
 * @self: a page
 * @keyval: the key
 * @state: its modifiers
 *
 * Offers a key that no focused widget used.
 *
 * Returns: `TRUE` if the page used it
 */
gboolean
wb_page_handle_key (WbPage          *self,
                    guint            keyval,
                    GdkModifierType  state)
{
  g_return_val_if_fail (WB_IS_PAGE (self), FALSE);

  return WB_PAGE_GET_IFACE (self)->handle_key &&
         WB_PAGE_GET_IFACE (self)->handle_key (self, keyval, state);
}

/**
 * wb_page_show_object:
 * @self: a page
 * @id: id of a call, ticket or type
 *
 * Returns: `TRUE` if the page shows it now
 */
gboolean
wb_page_show_object (WbPage     *self,
                     const char *id)
{
  g_return_val_if_fail (WB_IS_PAGE (self), FALSE);
  g_return_val_if_fail (id, FALSE);

  return WB_PAGE_GET_IFACE (self)->show_object && WB_PAGE_GET_IFACE (self)->show_object (self, id);
}

/**
 * wb_page_get_object:
 * @self: a page
 *
 * Returns: (nullable) (transfer none): the id of the thing whose card is in sight
 */
const char *
wb_page_get_object (WbPage *self)
{
  g_return_val_if_fail (WB_IS_PAGE (self), NULL);

  return WB_PAGE_GET_IFACE (self)->get_object ? WB_PAGE_GET_IFACE (self)->get_object (self) : NULL;
}

/**
 * wb_page_object_changed:
 * @self: a page
 *
 * For the page itself: another card came into sight, or none is.
 */
void
wb_page_object_changed (WbPage *self)
{
  g_return_if_fail (WB_IS_PAGE (self));

  g_signal_emit (self, signals[OBJECT_CHANGED], 0);
}

/**
 * wb_page_toast:
 * @self: a page
 * @title: what happened, in a few translated words; plain text, not markup
 * @button_label: (nullable): e.g. “Undo”
 * @action_name: (nullable): detailed action of the button, resolved from the toast ("win.…")
 * @action_target: (nullable): its target; consumed if floating
 *
 * Shows a toast over the window the page is in. Nothing happens while it is in none.
 */
void
wb_page_toast (WbPage     *self,
               const char *title,
               const char *button_label,
               const char *action_name,
               GVariant   *action_target)
{
  g_autoptr (GVariant) target = action_target ? g_variant_ref_sink (action_target) : NULL;
  g_autofree char *markup = NULL;
  GtkWidget *overlay = NULL;
  AdwToast *toast = NULL;

  g_return_if_fail (WB_IS_PAGE (self));
  g_return_if_fail (title);

  overlay = gtk_widget_get_ancestor (GTK_WIDGET (self), ADW_TYPE_TOAST_OVERLAY);
  if (!overlay)
    return;

  markup = g_markup_escape_text (title, -1);
  toast = adw_toast_new (markup);
  if (button_label) {
    adw_toast_set_button_label (toast, button_label);
    adw_toast_set_action_name (toast, action_name);
    adw_toast_set_action_target_value (toast, target);
  }
  adw_toast_overlay_add_toast (ADW_TOAST_OVERLAY (overlay), toast);
}

/**
 * wb_page_toast_error:
 * @self: a page
 * @error: what failed; one that is "cancelled" is not shown
 *
 * Says in a toast why something was refused.
 */
void
wb_page_toast_error (WbPage       *self,
                     const GError *error)
{
  g_return_if_fail (WB_IS_PAGE (self));
  g_return_if_fail (error);

  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    wb_page_toast (self, error->message, NULL, NULL, NULL);
}
