/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A ticket with its products and history; see wb-ticket.h. A new product is one piece. */

#include "config.h"

#include "wb-ticket.h"

#include "wb-time.h"

static void
init_product (WbProduct *self)
{
  self->amount_milli = 1000;
  self->price_with_vat = WB_MONEY_NONE;
}

static void
clear_product (WbProduct *self)
{
  g_free (self->id);
  g_free (self->bound_order_item);
  g_free (self->name);
  g_free (self->variant);
  g_free (self->manufacturer);
}

WB_DEFINE_RECORD (WbProduct, wb_product, init_product, clear_product)

static void
init_history_item (WbHistoryItem *self)
{
  self->created_at = WB_TIME_NONE;
}

static void
clear_history_item (WbHistoryItem *self)
{
  g_free (self->id);
  g_free (self->type);
  g_free (self->text);
  g_free (self->user);
}

WB_DEFINE_RECORD (WbHistoryItem, wb_history_item, init_history_item, clear_history_item)

static void
init_ticket (WbTicket *self)
{
  self->order_date = WB_DATE_NONE;
  self->order_price_with_vat = WB_MONEY_NONE;
  self->products = g_ptr_array_new_with_free_func ((GDestroyNotify) wb_product_unref);
  self->tags = g_new0 (char *, 1);
  self->history = g_ptr_array_new_with_free_func ((GDestroyNotify) wb_history_item_unref);
  self->created_at = WB_TIME_NONE;
  self->updated_at = WB_TIME_NONE;
  self->closed_at = WB_TIME_NONE;
  self->deleted_at = WB_TIME_NONE;
}

static void
clear_ticket (WbTicket *self)
{
  g_free (self->id);
  g_free (self->company);
  g_free (self->code);
  g_free (self->type);
  g_free (self->state);
  g_free (self->owner);
  g_free (self->customer_name);
  g_free (self->customer_email);
  g_free (self->customer_phone);
  g_free (self->customer_language);
  g_free (self->order_id);
  g_free (self->order_code);
  g_free (self->order_remote_id);
  g_free (self->order_store_id);
  g_free (self->order_currency);
  g_ptr_array_unref (self->products);
  g_strfreev (self->tags);
  g_ptr_array_unref (self->history);
  g_free (self->coupon);
  g_free (self->call_request);
  g_free (self->portal_url);
}

WB_DEFINE_RECORD (WbTicket, wb_ticket, init_ticket, clear_ticket)
