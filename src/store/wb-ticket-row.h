/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A ticket as a row: the one place that knows the columns. This layer only. */

#pragma once

#include "wb-db.h"
#include "wb-ticket.h"

G_BEGIN_DECLS

/* Parameters 1 to 32 of wb_ticket_row_bind(), in the order of the columns. */
#define WB_TICKET_ROW_WRITTEN                                                             \
  "row, id, version, created_at, updated_at, closed_at, code, company, type, state, owner, " \
  "customer_name, customer_email, customer_phone, customer_language, has_order, order_id, " \
  "order_code, order_remote_id, order_store_id, order_date, order_currency, "             \
  "order_price_minor, products, tags, has_remarketing, coupon, call_request, "            \
  "banner_clicks, portal_url, search, history"
#define WB_TICKET_ROW_VALUES                                                              \
  "?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, " \
  "?20, ?21, ?22, ?23, ?24, ?25, ?26, ?27, ?28, ?29, ?30, ?31, ?32"
/* An older row made of the same parameters; what was not sent stays (history and the customer's link
 * come with the detail only). */
#define WB_TICKET_ROW_ASSIGN                                                              \
  "version = ?3, created_at = ?4, updated_at = ?5, closed_at = ?6, code = ?7, company = ?8, " \
  "type = ?9, state = ?10, owner = ?11, customer_name = ?12, customer_email = ?13, "      \
  "customer_phone = ?14, customer_language = ?15, has_order = ?16, order_id = ?17, "      \
  "order_code = ?18, order_remote_id = ?19, order_store_id = ?20, order_date = ?21, "     \
  "order_currency = ?22, order_price_minor = ?23, products = ?24, tags = ?25, "           \
  "has_remarketing = max (has_remarketing, ?26), "                                        \
  "coupon = iif (?26, ?27, coupon), call_request = iif (?26, ?28, call_request), "        \
  "banner_clicks = iif (?26, ?29, banner_clicks), portal_url = coalesce (?30, portal_url), " \
  "search = ?31, history = coalesce (?32, history)"
/* For wb_ticket_row_read(). */
#define WB_TICKET_ROW_READ                                                                \
  "id, version, created_at, updated_at, closed_at, code, company, type, state, owner, "   \
  "customer_name, customer_email, customer_phone, customer_language, has_order, order_id, " \
  "order_code, order_remote_id, order_store_id, order_date, order_currency, "             \
  "order_price_minor, products, tags, has_remarketing, coupon, call_request, "            \
  "banner_clicks, portal_url, unsent_phone"

gint64     wb_ticket_row_choose     (const WbTicket  *ticket);
char      *wb_ticket_row_search     (const WbTicket  *ticket,
                                     const char      *unsent_phone) G_GNUC_WARN_UNUSED_RESULT;
char      *wb_ticket_row_history    (const WbTicket  *ticket) G_GNUC_WARN_UNUSED_RESULT;
void       wb_ticket_row_bind       (WbStmt          *stmt,
                                     gint64           row,
                                     const WbTicket  *ticket,
                                     const char      *search,
                                     const char      *history);
WbTicket  *wb_ticket_row_read       (WbStmt          *stmt,
                                     GError         **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean   wb_ticket_row_read_history (WbTicket      *ticket,
                                     const char      *history,
                                     GError         **error);

G_END_DECLS
