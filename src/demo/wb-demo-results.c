/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* See wb-demo-results.h. Most customers see the portal's last step; some come back to their
 * ticket's page, and some read the mail. A part of the mails is opened by scanners first, which ask
 * for every link at once; some people click twice. Who was called, or had a coupon, buys more often
 * than who clicked a banner. */

#include "config.h"

#include "wb-demo-results.h"

#include <stdlib.h>
#include <string.h>

#include "wb-demo-data-private.h"
#include "wb-time.h"

/* Of a hundred. */
#define PORTAL_SEEN 86
#define DETAIL_SEEN 44
#define MAIL_OPENED 55
#define MAIL_SCANNED 15
#define CRAWLED 5
#define CLICKED_TWICE 22

struct _WbDemoResults
{
  WbDemoData *data;     /* (unowned) */
  GArray *sights;       /* (owned) (element-type WbLedgerSight) */
  GStringChunk *texts;  /* (owned) what they point to */
};

/* One ticket's customer. */
typedef struct
{
  WbDemoResults *results;
  WbRandom *random;     /* (owned) */
  const WbTicket *ticket;
  WbDemoType type;
  const char *agent;    /* the browser */
  gint64 clicked_at;    /* WB_TIME_NONE = no banner yet */
} Visitor;

static const char *const browsers[] = {
  "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/141.0 Safari/537.36",
  "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 Safari/604.1",
  "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/141.0 Mobile Safari/537.36",
  "Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0",
};

static const char crawler[] =
  "Mozilla/5.0 (compatible; SeznamBot/4.0; +http://napoveda.seznam.cz/)";
static const char scanner[] = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36";
static const char preview[] =
  "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; BingPreview/1.0b)";

WbDemoResults *
wb_demo_results_new (WbDemoData *data)
{
  WbDemoResults *self = g_new0 (WbDemoResults, 1);

  self->data = data;
  self->sights = g_array_new (FALSE, TRUE, sizeof (WbLedgerSight));
  self->texts = g_string_chunk_new (64 * 1024);

  return self;
}

void
wb_demo_results_free (WbDemoResults *self)
{
  g_array_unref (self->sights);
  g_string_chunk_free (self->texts);
  g_free (self);
}

GArray *
wb_demo_results_get_sights (WbDemoResults *self)
{
  return self->sights;
}

static gboolean
happens (Visitor *self,
         guint    percent)
{
  return wb_random_below (self->random, 100) < percent;
}

static gint64
draw_between (Visitor *self,
              gint64   from_secs,
              gint64   to_secs)
{
  return (from_secs + wb_random_below (self->random, (guint32) (to_secs - from_secs))) *
         WB_SECOND_MS;
}

static void
add_sight (Visitor      *self,
           WbSightKind   kind,
           WbPlacements  placement,
           const char   *banner,
           guint         offered,
           gint64        at,
           const char   *agent)
{
  GStringChunk *texts = self->results->texts;
  g_autofree char *id = wb_random_uuid (self->random);
  WbLedgerSight sight = { .offered = offered };

  sight.sight.id = g_string_chunk_insert (texts, id);
  sight.sight.at = at;
  sight.sight.kind = kind;
  sight.sight.ticket = g_string_chunk_insert_const (texts, self->ticket->id);
  sight.sight.banner = g_string_chunk_insert_const (texts, banner ? banner : "");
  sight.sight.placement = placement;
  sight.sight.agent = g_string_chunk_insert_const (texts, agent);
  sight.sight.is_head = kind == WB_SIGHT_CLICK && agent == scanner && happens (self, 40);
  sight.sight.is_ahead = kind == WB_SIGHT_CLICK && agent != scanner && happens (self, 2);
  sight.type = g_string_chunk_insert_const (texts, self->ticket->type);
  g_array_append_val (self->results->sights, sight);
}

/* What the customer was offered there and then. @more: what they took, so that it was there. */
static guint
find_offered (Visitor       *self,
              WbPlacements   placement,
              gint64         at,
              guint          more,
              const char   **banner_out)
{
  WbPlacements places[WB_N_TOOLS] = { 0 };
  guint offered = more;

  wb_demo_offer_places_at (self->results->data, self->type, at, places, banner_out);
  for (int i = 0; i < WB_N_TOOLS; i++) {
    if ((places[i] & placement) != 0)
      offered |= 1u << i;
  }
  if ((offered & (1u << WB_TOOL_BANNER)) == 0)
    *banner_out = NULL;

  return offered;
}

/* Campaigns do better than the club; a mail's reader has it in front of them. */
static guint
click_percent (Visitor      *self,
               WbPlacements  placement,
               const char   *banner)
{
  guint percent = placement == WB_PLACEMENT_PORTAL ? 7 : placement == WB_PLACEMENT_EMAIL ? 5 : 10;

  return g_str_equal (banner, self->results->data->banners[WB_DEMO_BANNER_RUNNING]) ? percent * 2
                                                                                    : percent;
}

static void
click_banner (Visitor      *self,
              WbPlacements  placement,
              const char   *banner,
              gint64        at)
{
  if (at >= self->results->data->options.now)
    return;

  add_sight (self, WB_SIGHT_CLICK, placement, banner, 0, at, self->agent);
  if (happens (self, CLICKED_TWICE))
    add_sight (self, WB_SIGHT_CLICK, placement, banner, 0, at + draw_between (self, 1, 25),
               self->agent);
  if (self->clicked_at == WB_TIME_NONE)
    self->clicked_at = at;
}

static void
look (Visitor      *self,
      WbPlacements  placement,
      gint64        at,
      guint         more,
      const char   *agent)
{
  const char *banner = NULL;
  guint offered = 0;

  if (at >= self->results->data->options.now)
    return;
  offered = find_offered (self, placement, at, more, &banner);
  if (offered == 0)
    return;

  add_sight (self,
             banner && placement != WB_PLACEMENT_EMAIL ? WB_SIGHT_VIEW : WB_SIGHT_LOOK,
             placement, banner, offered, at, agent);
  if (banner && agent == self->agent && happens (self, click_percent (self, placement, banner)))
    click_banner (self, placement, banner, at + draw_between (self, 3, 90));
}

/* Every link of the mail at once. */
static void
scan_mail (Visitor *self,
           gint64   at)
{
  const char *banner = NULL;
  guint offered = find_offered (self, WB_PLACEMENT_EMAIL, at, 0, &banner);

  if (offered == 0 || at + WB_SECOND_MS >= self->results->data->options.now)
    return;

  for (int i = 0; i < 3; i++)
    add_sight (self, WB_SIGHT_LOOK, i == 0 ? WB_PLACEMENT_EMAIL : WB_PLACEMENT_TICKET_DETAIL, NULL,
               i == 0 ? offered : 0, at + i * 90, scanner);
  if (banner)
    add_sight (self, WB_SIGHT_CLICK, WB_PLACEMENT_EMAIL, banner, 0, at + 310,
               happens (self, 30) ? preview : scanner);
}

/* Shown, a moment before it was taken. */
static void
look_before (Visitor    *self,
             const char *placement,
             WbTool      tool,
             gint64      taken_at)
{
  WbPlacements place = wb_placement_from_text (placement);

  if (place != WB_PLACEMENT_NONE)
    look (self, place, taken_at - draw_between (self, 15, 240), 1u << tool, self->agent);
}

static void
visit (Visitor          *self,
       const WbActivity *call,
       const WbCoupon   *coupon)
{
  gint64 created = self->ticket->created_at;
  gint64 mailed = created + draw_between (self, 60, 3 * 3600);

  if (happens (self, PORTAL_SEEN))
    look (self, WB_PLACEMENT_PORTAL, created + draw_between (self, 5, 120), 0, self->agent);
  if (happens (self, MAIL_SCANNED))
    scan_mail (self, mailed);
  if (happens (self, MAIL_OPENED))
    look (self, WB_PLACEMENT_EMAIL, mailed + draw_between (self, 600, 2 * 86400), 0, self->agent);
  while (happens (self, DETAIL_SEEN))
    look (self, WB_PLACEMENT_TICKET_DETAIL, created + draw_between (self, 3600, 9 * 86400), 0,
          self->agent);
  if (happens (self, CRAWLED))
    look (self, WB_PLACEMENT_TICKET_DETAIL, created + draw_between (self, 3600, 5 * 86400), 0,
          crawler);
  if (call)
    look_before (self, call->placement, WB_TOOL_CALL_REQUEST, call->created_at);
  if (coupon)
    look_before (self, coupon->placement, WB_TOOL_COUPON, coupon->created_at);
}

/* How often a customer comes back without a coupon, and for how much, by what they took last. */
static guint
draw_return (Visitor          *self,
             const WbActivity *call,
             const WbCoupon   *coupon,
             gint64           *taken_at,
             guint            *value_out)
{
  *value_out = 60 + wb_random_below (self->random, 70);
  if (coupon) {
    *taken_at = coupon->created_at;
    return g_str_equal (coupon->state, WB_COUPON_USED) ? 4 : 6;
  }
  if (call && g_strcmp0 (call->status, "closed") == 0) {
    *taken_at = call->called_at;
    *value_out = 150 + wb_random_below (self->random, 130);
    if (g_strcmp0 (call->outcome, wb_outcome_to_text (WB_OUTCOME_EXCHANGE_AGREED)) == 0)
      return 16;
    return g_strcmp0 (call->outcome, wb_outcome_to_text (WB_OUTCOME_RESOLVED)) == 0 ? 8 : 2;
  }
  *taken_at = self->clicked_at;

  return self->clicked_at == WB_TIME_NONE ? 0 : 14;
}

static int
compare_sights (gconstpointer a,
                gconstpointer b)
{
  const WbLedgerSight *first = a;
  const WbLedgerSight *second = b;

  if (first->sight.at != second->sight.at)
    return first->sight.at < second->sight.at ? -1 : 1;

  return strcmp (first->sight.id, second->sight.id);
}

static WbDemoType
find_type (WbDemoData *data,
           const char *type)
{
  int i = 0;

  while (i < WB_DEMO_N_TYPES - 1 && g_strcmp0 (data->types[i], type) != 0)
    i++;

  return (WbDemoType) i;
}

/**
 * wb_demo_results_add:
 * @self: what happened before today
 * @ticket: a ticket
 * @call: (nullable): the call that its customer asked for
 * @coupon: (nullable): the coupon that its customer has
 * @order_out: (out caller-allocates): what they bought without one
 */
void
wb_demo_results_add (WbDemoResults    *self,
                     const WbTicket   *ticket,
                     const WbActivity *call,
                     const WbCoupon   *coupon,
                     WbDemoOrder      *order_out)
{
  gsize first = self->sights->len;
  Visitor visitor = { self, wb_seeded_random_new (g_str_hash (ticket->id)), ticket,
                      find_type (self->data, ticket->type), NULL, WB_TIME_NONE };
  gint64 taken_at = WB_TIME_NONE;
  guint percent = 0;

  visitor.agent = browsers[wb_random_below (visitor.random, G_N_ELEMENTS (browsers))];
  visit (&visitor, call, coupon);
  if (self->sights->len > first)
    qsort (&g_array_index (self->sights, WbLedgerSight, first), self->sights->len - first,
           sizeof (WbLedgerSight), compare_sights);

  *order_out = (WbDemoOrder) { WB_TIME_NONE, 0 };
  percent = draw_return (&visitor, call, coupon, &taken_at, &order_out->percent);
  if (happens (&visitor, percent) && taken_at != WB_TIME_NONE) {
    gint64 at = taken_at + draw_between (&visitor, 3600, 24 * 86400);

    if (at < self->data->options.now - WB_HOUR_MS)
      order_out->at = at;
  }
  g_object_unref (visitor.random);
}
