/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Rows of a ticket's card; see wb-ticket-rows.h. */

#include "config.h"

#include "wb-ticket-rows.h"

#include "wb-coupon-offer.h"
#include "wb-format.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

static GtkWidget *
new_row (const char *icon,
         const char *title,
         const char *subtitle)
{
  GtkWidget *row = adw_action_row_new ();

  /* What customers and shops wrote is text, whatever characters are in it. */
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  if (subtitle && *subtitle != '\0')
    adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  if (icon)
    adw_action_row_add_prefix (ADW_ACTION_ROW (row), gtk_image_new_from_icon_name (icon));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);

  return row;
}

static GtkWidget *
new_copy_button (const char *tooltip,
                 const char *text)
{
  GtkWidget *button = gtk_button_new_from_icon_name ("edit-copy-symbolic");

  gtk_widget_set_tooltip_text (button, tooltip);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, tooltip,
                                  -1);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "ticket.copy");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", text);

  return button;
}

/* "1.5" of thousandths, without zeros that say nothing. */
static char *
format_quantity (gint64 amount_milli)
{
  g_autofree char *text = NULL;
  gint64 rest = ABS (amount_milli % 1000);

  if (rest == 0)
    return g_strdup_printf ("%" G_GINT64_FORMAT, amount_milli / 1000);

  text = g_strdup_printf ("%" G_GINT64_FORMAT ".%03" G_GINT64_FORMAT, amount_milli / 1000, rest);
  for (char *end = text + strlen (text) - 1; *end == '0'; end--)
    *end = '\0';

  return g_steal_pointer (&text);
}

/**
 * wb_ticket_rows_new_product:
 * @context: the workspace
 * @product: a product of a ticket
 *
 * Returns: (transfer floating): its row
 */
GtkWidget *
wb_ticket_rows_new_product (WbContext       *context,
                            const WbProduct *product)
{
  g_autofree char *title = wb_format_join (WB_TEXT (product->name), WB_TEXT (product->variant),
                                           NULL);
  g_autofree char *quantity = format_quantity (product->amount_milli);
  g_autofree char *price = NULL;
  g_autofree char *count = NULL;
  g_autofree char *subtitle = NULL;

  if (!wb_money_is_none (&product->price_with_vat)) {
    price = wb_money_format_symbol (&product->price_with_vat, NULL, TRUE);
    /* Translators: a quantity and the price of one: “2 × 1 599 Kč” */
    count = g_strdup_printf (_ ("%s × %s"), quantity, price);
  } else {
    /* Translators: a quantity, its price not known: “2 ×” */
    count = g_strdup_printf (_ ("%s ×"), quantity);
  }
  subtitle = wb_format_join (count, WB_TEXT (product->manufacturer), NULL);

  return new_row ("wb-product-symbolic", *title != '\0' ? title : _ ("Product without a name"),
                  subtitle);
}

/**
 * wb_ticket_rows_new_order:
 * @context: the workspace
 * @ticket: a ticket with an order
 *
 * Returns: (transfer floating): the order's row
 */
GtkWidget *
wb_ticket_rows_new_order (WbContext      *context,
                          const WbTicket *ticket)
{
  const char *code = ticket->order_code ? ticket->order_code : ticket->order_remote_id;
  g_autofree char *title = code ? g_strdup_printf (_ ("Order %s"), code) : g_strdup (_ ("Order"));
  g_autofree char *price = NULL;
  g_autofree char *date = NULL;
  g_autofree char *subtitle = NULL;
  GtkWidget *row = NULL;

  if (!wb_money_is_none (&ticket->order_price_with_vat))
    price = wb_money_format_symbol (&ticket->order_price_with_vat, NULL, TRUE);
  if (ticket->order_date != WB_DATE_NONE)
    date = wb_format_date (ticket->order_date, wb_context_now (context),
                           wb_context_get_zone (context));
  subtitle = wb_format_join (WB_TEXT (price), WB_TEXT (date), WB_TEXT (ticket->order_store_id),
                             NULL);
  row = new_row ("wb-order-symbolic", title, subtitle);
  if (code)
    adw_action_row_add_suffix (ADW_ACTION_ROW (row), new_copy_button (_ ("Copy the order’s code"),
                                                                      code));

  return row;
}

/**
 * wb_ticket_rows_new_call:
 * @context: the workspace
 * @call: a call of the ticket
 *
 * Returns: (transfer floating): its row, which leads to the Calls page
 */
GtkWidget *
wb_ticket_rows_new_call (WbContext        *context,
                         const WbActivity *call)
{
  gint64 now = wb_context_now (context);
  GTimeZone *zone = wb_context_get_zone (context);
  const char *holder = wb_context_get_user_name (context, call->assignee);
  WbUrgency urgency = WB_URGENCY_NONE;
  g_autofree char *title = NULL;
  g_autofree char *attempts = NULL;
  g_autofree char *subtitle = NULL;
  GtkWidget *row = NULL;

  if (wb_activity_is_open (call)) {
    g_autofree char *due = wb_format_due (call->due_at, now, zone, &urgency);

    /* Translators: %s is when a call is due: “2 h late”, “in 50 min”, “14:30” */
    title = g_strdup_printf (_ ("Call waiting · %s"), due);
  } else {
    const char *outcome = wb_outcome_label (wb_outcome_from_text (WB_TEXT (call->outcome)));
    g_autofree char *when =
      call->closed_at == WB_TIME_NONE ? NULL : wb_format_when (call->closed_at, now, zone);

    title = wb_format_join (WB_TEXT (outcome), WB_TEXT (when), NULL);
    if (*title == '\0') {
      g_free (title);
      title = g_strdup (_ ("Call closed"));
    }
  }
  if (call->attempts->len > 0)
    attempts = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u attempt", "%u attempts",
                                             call->attempts->len),
                                call->attempts->len);
  subtitle = wb_format_join (WB_TEXT (holder), WB_TEXT (attempts), WB_TEXT (call->note), NULL);

  row = new_row ("wb-calls-symbolic", title, subtitle);
  if (urgency == WB_URGENCY_LATE)
    adw_action_row_add_suffix (ADW_ACTION_ROW (row),
                               gtk_image_new_from_icon_name ("dialog-warning-symbolic"));
  adw_action_row_add_suffix (ADW_ACTION_ROW (row),
                             gtk_image_new_from_icon_name ("go-next-symbolic"));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (row), "win.show-call");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (row), "s", call->id);
  gtk_widget_set_tooltip_text (row, _ ("Show in Calls"));

  return row;
}

/**
 * wb_ticket_rows_new_coupon:
 * @context: the workspace
 * @coupon: a coupon of the ticket
 *
 * Returns: (transfer floating): its row, which leads to the Coupons page
 */
GtkWidget *
wb_ticket_rows_new_coupon (WbContext      *context,
                           const WbCoupon *coupon)
{
  const char *issuer = wb_context_get_user_name (context, coupon->issued_by);
  g_autofree char *what = wb_coupon_describe (context, coupon);
  g_autofree char *state = wb_coupon_describe_state (context, coupon);
  g_autofree char *given = NULL;
  g_autofree char *line = NULL;
  g_autofree char *subtitle = NULL;
  GtkWidget *row = NULL;

  if (issuer)
    given = g_strdup_printf (_ ("given by %s"), issuer);
  line = wb_format_join (state, WB_TEXT (given), NULL);
  subtitle = g_strdup_printf ("%s\n%s", line, what);
  row = new_row ("wb-coupon-symbolic", coupon->code ? coupon->code : _ ("Coupon"), subtitle);
  gtk_widget_add_css_class (row, "numeric");
  if (coupon->code)
    adw_action_row_add_suffix (ADW_ACTION_ROW (row),
                               new_copy_button (_ ("Copy the code"), coupon->code));
  adw_action_row_add_suffix (ADW_ACTION_ROW (row),
                             gtk_image_new_from_icon_name ("go-next-symbolic"));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (row), "win.show-coupon");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (row), "s", coupon->id);
  gtk_widget_set_tooltip_text (row, _ ("Show in Coupons"));

  return row;
}

static const char *
name_history_type (const char *type)
{
  if (g_strcmp0 (type, "note") == 0)
    return C_ ("ticket's history", "Note");
  if (g_strcmp0 (type, "state_change") == 0)
    return C_ ("ticket's history", "State changed");
  if (g_strcmp0 (type, "message") == 0)
    return C_ ("ticket's history", "Message");

  return C_ ("ticket's history", "Entry");
}

/**
 * wb_ticket_rows_new_history:
 * @context: the workspace
 * @item: an entry of the ticket's history
 *
 * Returns: (transfer floating): its row
 */
GtkWidget *
wb_ticket_rows_new_history (WbContext           *context,
                            const WbHistoryItem *item)
{
  const char *who = wb_context_get_user_name (context, item->user);
  g_autofree char *when = item->created_at == WB_TIME_NONE
                            ? NULL
                            : wb_format_when (item->created_at, wb_context_now (context),
                                              wb_context_get_zone (context));
  g_autofree char *subtitle =
    wb_format_join (name_history_type (item->type), WB_TEXT (who), WB_TEXT (when), NULL);
  gboolean has_text = item->text && *item->text != '\0';

  /* An entry without words is told by what it is. */
  if (!has_text)
    return new_row (NULL, subtitle, NULL);

  return new_row (NULL, item->text, subtitle);
}
