/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A thread that lives a customer's life now and then: it opens the link of a ticket, sees what is
 * offered, and asks for a call or takes the coupon, with which some of them buy later. Which ticket
 * that is it learns from the staff's API, like the person who sent the link. Nobody is there to be
 * told of a request that failed: the next customer comes. */

#include "config.h"

#include "wb-demo-customers.h"

#include <string.h>

#include "wb-demo-people.h"
#include "wb-helpdesk.h"
#include "wb-phone.h"
#include "wb-time.h"
#include "wb-wire-coupon.h"
#include "wb-wire-ticket.h"

/* So many tickets are looked at before this customer gives up. */
#define TRIES 12
#define PAGE_SIZE "100"
#define OFFERS_TAIL "/offers?placement=portal"

struct _WbDemoCustomers
{
  WbHelpdesk *helpdesk;       /* (owned) of the thread */
  WbHttp *http;               /* (owned) of the thread */
  WbClock *clock;             /* (owned) */
  WbRandom *random;           /* (owned) */
  int every_secs;
  WbDemoBuy buy;              /* (nullable) */
  gpointer buy_data;          /* (unowned) */
  GCancellable *cancellable;  /* (owned) */
  GThread *thread;            /* (owned) */
};

static guint
draw (WbDemoCustomers *self,
      gsize            bound)
{
  return wb_random_below (self->random, (guint32) bound);
}

/* (transfer full) (nullable): one of the newest open tickets, with its customer's link. */
static WbTicket *
draw_ticket (WbDemoCustomers *self)
{
  const char *query[] = {
    "is_closed", "false", "ordering", "-created_at", "page_size", PAGE_SIZE, NULL,
  };
  g_autoptr (WbWirePage) page =
    wb_helpdesk_get_page (self->helpdesk, "tickets", (GStrv) query, NULL, NULL, self->cancellable,
                          NULL);
  const WbTicket *ticket = NULL;

  if (!page || page->items->len == 0)
    return NULL;
  ticket = g_ptr_array_index (page->items, draw (self, page->items->len));

  return wb_helpdesk_get_ticket (self->helpdesk, ticket->id, self->cancellable, NULL);
}

static JsonNode *
read_reply (WbHttpReply *reply)
{
  gsize size = 0;
  const char *data = g_bytes_get_data (reply->body, &size);

  return data ? wb_wire_parse (data, (gssize) size, WB_WIRE_MAX_BODY_BYTES, NULL) : NULL;
}

/* What the customer sees, and may still take. */
typedef struct
{
  gboolean has_call;
  gboolean has_coupon;
} Seen;

static gboolean
look (WbDemoCustomers *self,
      const char      *url,
      Seen            *seen)
{
  const WbHttpRequest request = { .method = "GET", .url = url };
  g_autoptr (WbHttpReply) reply = wb_http_send (self->http, &request, self->cancellable, NULL);
  g_autoptr (JsonNode) node = reply && reply->status == 200 ? read_reply (reply) : NULL;
  JsonArray *offers = NULL;

  *seen = (Seen) { FALSE, FALSE };
  if (!node || !JSON_NODE_HOLDS_OBJECT (node))
    return FALSE;
  offers = json_object_get_array_member (json_node_get_object (node), "offers");
  for (guint i = 0; offers && i < json_array_get_length (offers); i++) {
    JsonObject *offer = json_array_get_object_element (offers, i);
    const char *tool = json_object_get_string_member_with_default (offer, "tool", "");

    if (g_str_equal (tool, "call_request"))
      seen->has_call = !json_object_get_boolean_member_with_default (offer, "requested", TRUE);
    if (g_str_equal (tool, "coupon"))
      seen->has_coupon = json_object_get_null_member (offer, "coupon");
  }

  return seen->has_call || seen->has_coupon;
}

/* People type their number again, in their own way; who left none gives one more often than not. */
static char *
draw_phone (WbDemoCustomers *self,
            const WbTicket  *ticket)
{
  g_auto (WbDemoPerson) person = { NULL };

  if (ticket->customer_phone)
    return draw (self, 2) == 0 ? wb_phone_for_people (ticket->customer_phone) : NULL;
  if (draw (self, 3) == 0)
    return NULL;
  wb_demo_person_init (&person, self->random);

  return g_steal_pointer (&person.phone);
}

/* (transfer full) (nullable): the answer to a click on what the ticket's page offers. */
static WbHttpReply *
click (WbDemoCustomers *self,
       const WbTicket  *ticket,
       const char      *word,
       const char      *phone)
{
  g_autoptr (WbCallRequestBody) body = wb_call_request_body_new ();
  g_autofree char *base = NULL;
  g_autofree char *url = NULL;
  g_autofree char *text = NULL;
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (GBytes) bytes = NULL;
  WbHttpRequest request = { .method = "POST", .content_type = "application/json" };

  base = g_strndup (ticket->portal_url, strlen (ticket->portal_url) - strlen (OFFERS_TAIL));
  url = g_strconcat (base, word, NULL);
  body->placement = g_strdup ("portal");
  body->phone = g_strdup (phone);
  node = wb_wire_call_request_body_encode (body);
  text = wb_wire_print (node);
  bytes = g_bytes_new (text, strlen (text));
  request.url = url;
  request.body = bytes;

  return wb_http_send (self->http, &request, self->cancellable, NULL);
}

static gboolean
request_call (WbDemoCustomers *self,
              const WbTicket  *ticket)
{
  g_autofree char *phone = draw_phone (self, ticket);
  g_autoptr (WbHttpReply) reply = click (self, ticket, "/call-request", phone);

  return reply && reply->status == 201;
}

/* Every second one buys with it at once, which the shop then tells the helpdesk. */
static gboolean
take_coupon (WbDemoCustomers *self,
             const WbTicket  *ticket)
{
  g_autoptr (WbHttpReply) reply = click (self, ticket, "/coupon", NULL);
  g_autoptr (JsonNode) node = reply && reply->status == 201 ? read_reply (reply) : NULL;
  g_autoptr (WbCoupon) coupon = node ? wb_wire_coupon_decode (node, NULL) : NULL;

  if (coupon && coupon->code && self->buy && draw (self, 2) == 0)
    self->buy (coupon, ticket->customer_email, self->buy_data);

  return reply && reply->status == 201;
}

static gboolean
take_offer (WbDemoCustomers *self,
            const WbTicket  *ticket)
{
  Seen seen;

  if (!look (self, ticket->portal_url, &seen))
    return FALSE;
  if (seen.has_coupon && (!seen.has_call || draw (self, 2) == 0))
    return take_coupon (self, ticket);

  return request_call (self, ticket);
}

static void
come_once (WbDemoCustomers *self)
{
  for (int i = 0; i < TRIES && !g_cancellable_is_cancelled (self->cancellable); i++) {
    g_autoptr (WbTicket) ticket = draw_ticket (self);

    if (ticket && ticket->portal_url && g_str_has_suffix (ticket->portal_url, OFFERS_TAIL) &&
        take_offer (self, ticket))
      return;
  }
}

static gpointer
run (gpointer data)
{
  WbDemoCustomers *self = data;

  for (;;) {
    /* Half to one and a half as long as on average. */
    gint64 ms = self->every_secs * WB_SECOND_MS / 2 + draw (self, (gsize) self->every_secs) *
                WB_SECOND_MS + draw (self, 1000);

    if (!wb_clock_wait (self->clock, wb_clock_now (self->clock) + ms, self->cancellable, NULL))
      return NULL;
    come_once (self);
  }
}

/**
 * wb_demo_customers_start:
 * @url: the base of the helpdesk's API
 * @staff_token: of somebody who may see the customers' links
 * @every_secs: the time from one to the next, on average; at least 1
 * @clock: whose time that is
 * @random: what they are drawn by; theirs from now on
 * @buy: (nullable) (scope forever): called in their thread when one buys with a coupon
 * @buy_data: for @buy
 * @error: return location (WB_REMOTE_ERROR)
 *
 * Returns: (transfer full): the customers; `NULL` with @error set
 */
WbDemoCustomers *
wb_demo_customers_start (const char  *url,
                         const char  *staff_token,
                         int          every_secs,
                         WbClock     *clock,
                         WbRandom    *random,
                         WbDemoBuy    buy,
                         gpointer     buy_data,
                         GError     **error)
{
  WbDemoCustomers *self = NULL;
  WbHttp *staff = NULL;

  g_return_val_if_fail (url && staff_token, NULL);
  g_return_val_if_fail (every_secs > 0, NULL);

  self = g_new0 (WbDemoCustomers, 1);
  self->clock = g_object_ref (clock);
  self->random = g_object_ref (random);
  self->every_secs = every_secs;
  self->buy = buy;
  self->buy_data = buy_data;
  self->cancellable = g_cancellable_new ();
  self->http = wb_http_new (NULL, clock, error);
  staff = self->http ? wb_http_new (NULL, clock, error) : NULL;
  self->helpdesk = staff ? wb_helpdesk_new (url, staff_token, WB_AUTH_TOKEN, staff, error) : NULL;
  if (!self->helpdesk) {
    wb_demo_customers_stop (self);
    return NULL;
  }
  self->thread = g_thread_new ("wb-customers", run, self);

  return self;
}

/**
 * wb_demo_customers_stop:
 * @self: (transfer full): the customers
 *
 * Whoever is asking is cut off. Not from their thread.
 */
void
wb_demo_customers_stop (WbDemoCustomers *self)
{
  g_cancellable_cancel (self->cancellable);
  if (self->thread)
    g_thread_join (self->thread);
  g_clear_pointer (&self->helpdesk, wb_helpdesk_free);
  g_clear_pointer (&self->http, wb_http_free);
  g_clear_object (&self->clock);
  g_clear_object (&self->random);
  g_clear_object (&self->cancellable);
  g_free (self);
}
