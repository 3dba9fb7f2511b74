/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The demo's tickets and calls; coupons are in wb-demo-coupons.c. Each ticket has a random sequence
 * of its own, drawn from the seed and its number counted from the newest, so that more tickets only
 * add older ones. */

#include "config.h"

#include "wb-demo-data-private.h"

#include <string.h>

#include "wb-deadline.h"
#include "wb-time.h"

/* Clients read the tickets changed in 180 days (reference/retino-api.md B.12): all of ours, but for
 * those of a whole year. */
#define SPAN_MS (150 * WB_DAY_MS)
#define YOUNGEST_MS (20 * WB_MINUTE_MS)
/* Only the newest tickets have a long history: it is what makes a large demo slow to start. */
#define N_WITH_HISTORY 3000
#define CODE_DIGITS 6
/* Keeps the sequences of neighbouring seeds apart. */
#define SEED_STRIDE G_GUINT64_CONSTANT (0x2545f4914f6cdd1d)
/* How many tickets, spread over all, whose customer may have taken a coupon; few, since a pretend
 * shop keeps all of its coupons in one small file. */
#define N_WITH_COUPONS 400
/* Over a year, of a hundred tickets without a call; by type. */
static const guint coupon_percents[WB_DEMO_N_TYPES] = { 52, 36, 40, 0, 30 };
/* Over a year every so many tickets had a call. */
#define YEAR_CALL_STRIDE 4
/* By then a call of a year's ticket has been asked for. */
#define YEAR_ASKED_MS (54 * WB_HOUR_MS)

/* Which group of the queue a call falls in; repeated, so that a few calls show several groups. */
typedef enum
{
  PLACE_LATE,
  PLACE_TODAY,
  PLACE_SOON,     /* promised for the next two days */
  PLACE_SNOOZED,  /* put off within the next 7 days */
  PLACE_LATER,    /* put off further */
  PLACE_CLOSED,
} Place;

static const Place places[] = {
  PLACE_LATE, PLACE_TODAY, PLACE_SOON, PLACE_TODAY, PLACE_SNOOZED, PLACE_LATE, PLACE_LATER,
  PLACE_SOON, PLACE_CLOSED, PLACE_TODAY,
};

static const char *const customer_notes[WB_DEMO_N_SHOPS][4] = {
  { "Neodpovídá to popisu na webu.", "Zboží přišlo poškrábané.", "Vybrala jsem špatnou velikost.",
    "Prosím o rychlé vyřízení." },
  { "It does not match the description.", "It arrived scratched.", "I chose the wrong size.",
    "Please hurry, it was a gift." },
  { "Towar nie zgadza się z opisem.", "Przyszło porysowane.", "Wybrałam zły rozmiar.",
    "Proszę o szybkie załatwienie." },
};

static const char *const staff_notes[] = {
  "Zákazník chce výměnu.", "Poslán štítek na dopravu.", "Zkontrolováno, zboží je v pořádku.",
  "Čekáme na fotografii vady.",
};

static const char *const closing_notes[] = {
  "Domluvena výměna za modré.", "Zákaznice si nechá zboží, dostala kupón.",
  "Vyřešeno, vrátíme peníze.", "Nemá zájem.",
};

/* One ticket being made. */
typedef struct
{
  WbDemoData *demo;
  WbRandom *random;
  int age_rank;         /* 0 = the newest */
  WbDemoType type;
  WbDemoPerson person;
  WbTicket *ticket;
  WbActivity *call;     /* (nullable) */
  WbCoupon *coupon;     /* (nullable) */
  Place place;
} Draft;

static guint
draw (WbRandom *random,
      gsize     bound)
{
  return wb_random_below (random, (guint32) bound);
}

/* A time of @from (inclusive) to @to (exclusive); to the second, as people's deeds are recorded. */
static gint64
draw_time (WbRandom *random,
           gint64    from,
           gint64    to)
{
  gint64 secs = (to - from) / WB_SECOND_MS;

  return secs <= 0 ? from : from + draw (random, (gsize) secs) * WB_SECOND_MS;
}

/* A whole day earlier or later on the wall clock. */
static gint64
shift_days (Draft  *draft,
            gint64  ms,
            int     days)
{
  GTimeZone *zone = draft->demo->zone;

  return wb_time_from_local (wb_time_to_local (ms, zone) + days * WB_DAY_MS, zone, TRUE);
}

/* Which call the ticket has, -1 for none: calls are spread over the newest tickets. */
static int
find_call_number (const WbDemoDataOptions *options,
                  int                      age_rank)
{
  gint64 span = MIN ((gint64) options->n_tickets, (gint64) options->n_calls * 3 / 2);
  gint64 number;

  if (options->n_calls == 0 || age_rank >= span)
    return -1;

  number = ((gint64) age_rank * options->n_calls + span - 1) / span;

  return number < options->n_calls && number * span / options->n_calls == age_rank ? (int) number
                                                                                   : -1;
}

/* Whether the ticket's call is one of past weeks: of the newest tickets without another call four
 * fifths have one; the others are for coupons, and for customers who ask now. */
static gboolean
is_answered (const WbDemoDataOptions *options,
             int                      age_rank)
{
  gint64 span = MIN ((gint64) options->n_tickets, (gint64) options->n_calls * 3 / 2);
  gint64 n_calls_before = options->n_calls;
  gint64 index = 0;

  if (age_rank < span)
    n_calls_before = ((gint64) age_rank * options->n_calls + span - 1) / span;
  index = age_rank - n_calls_before;
  if (options->is_year)
    return index % YEAR_CALL_STRIDE == 1 && index / YEAR_CALL_STRIDE < options->n_answered;
  if (options->n_answered > (options->n_tickets - options->n_calls) / 5 * 4)
    return index < options->n_answered;

  return index % 5 != 4 && index - index / 5 < options->n_answered;
}

static WbDemoType
draw_type (WbRandom *random)
{
  guint point = draw (random, 100);

  if (point < 52)
    return WB_DEMO_TYPE_RETURN;
  if (point < 78)
    return WB_DEMO_TYPE_CLAIM;

  if (point < 91)
    return WB_DEMO_TYPE_EXCHANGE;

  return point < 94 ? WB_DEMO_TYPE_SERVICE : WB_DEMO_TYPE_TRADE_IN;
}

/* Tickets come more often of late: the age grows with the square of the rank. */
static gint64
get_age (Draft *draft)
{
  gint64 n = MAX (draft->demo->options.n_tickets, 1);
  gint64 rank = draft->age_rank;

  if (draft->demo->season)
    return draft->demo->options.now -
           wb_demo_season_find (draft->demo->season, draft->age_rank, (int) n);

  return YOUNGEST_MS + SPAN_MS / n * rank / n * rank;
}

static gint64
find_created (Draft *draft)
{
  return draft->demo->options.now - get_age (draft) - draw (draft->random, 600) * WB_SECOND_MS;
}

static void
fill_order (Draft *draft)
{
  WbTicket *ticket = draft->ticket;
  WbRandom *random = draft->random;
  const char *currency = wb_demo_store_currency (draft->person.shop);
  int n_products = draw (random, 4) == 0 ? 2 : 1;
  gint64 total_minor = 0;
  gint64 ordered = ticket->created_at - (3 + draw (random, 20)) * WB_DAY_MS;
  guint number = draw (random, 900000) + 100000;

  ticket->has_order = TRUE;
  ticket->order_id = wb_random_uuid (random);
  ticket->order_code = g_strdup_printf ("OBJ-%u", number);
  ticket->order_remote_id = g_strdup_printf ("%u", draw (random, 90000) + 10000);
  ticket->order_store_id = g_strdup (wb_demo_store_name (draft->person.shop));
  ticket->order_date = wb_date_of_time (ordered, draft->demo->zone);
  ticket->order_currency = g_strdup (currency);

  for (int i = 0; i < n_products; i++) {
    WbProduct *product = wb_product_new ();
    WbDemoProduct goods = { NULL };

    wb_demo_product_pick (&goods, draft->person.shop, random);
    product->id = wb_random_uuid (random);
    product->bound_order_item = wb_random_uuid (random);
    product->name = g_strdup (goods.name);
    product->variant = g_strdup (goods.variant);
    product->manufacturer = g_strdup (goods.manufacturer);
    product->amount_milli = draw (random, 6) == 0 ? 2000 : 1000;
    product->price_with_vat.minor = goods.price_minor;
    g_strlcpy (product->price_with_vat.currency, currency, sizeof product->price_with_vat.currency);
    total_minor += goods.price_minor * product->amount_milli / 1000;
    g_ptr_array_add (ticket->products, product);
  }

  ticket->order_price_with_vat.minor = total_minor;
  g_strlcpy (ticket->order_price_with_vat.currency, currency,
             sizeof ticket->order_price_with_vat.currency);
}

static void
add_history (Draft      *draft,
             const char *kind,
             const char *text,
             const char *user,
             gint64      at)
{
  WbHistoryItem *item = wb_history_item_new ();

  item->id = wb_random_uuid (draft->random);
  item->type = g_strdup (kind);
  item->text = g_strdup (text);
  item->user = g_strdup (user);
  item->created_at = at;
  g_ptr_array_add (draft->ticket->history, item);
  draft->ticket->has_history = TRUE;
  draft->ticket->updated_at = MAX (draft->ticket->updated_at, at);
  draft->ticket->version++;
}

static void
fill_history (Draft *draft)
{
  WbDemoData *demo = draft->demo;
  WbTicket *ticket = draft->ticket;
  gint64 end = ticket->closed_at == WB_TIME_NONE ? demo->options.now : ticket->closed_at;
  gint64 at = ticket->created_at;

  if (draft->age_rank >= N_WITH_HISTORY)
    return;

  if (draw (draft->random, 3) > 0)
    add_history (draft, "note",
                 customer_notes[draft->person.shop][draw (draft->random, 4)], NULL, at);
  for (guint n = draw (draft->random, 3); n > 0; n--) {
    at = draw_time (draft->random, at, end);
    add_history (draft, "note", staff_notes[draw (draft->random, G_N_ELEMENTS (staff_notes))],
                 ticket->owner, at);
  }
}

static void
fill_state (Draft *draft)
{
  WbDemoData *demo = draft->demo;
  WbTicket *ticket = draft->ticket;
  gint64 age = demo->options.now - ticket->created_at;
  int step = 0;

  if (age > 21 * WB_DAY_MS && !(draft->call && draft->place != PLACE_CLOSED))
    step = 4;
  else if (age > 8 * WB_DAY_MS)
    step = 2 + (int) draw (draft->random, 2);
  else if (age > WB_DAY_MS)
    step = 1 + (int) draw (draft->random, 2);

  ticket->state = g_strdup (demo->states[draft->type][step]);
  if (step > 0)
    ticket->owner = g_strdup (demo->users[draw (draft->random, WB_DEMO_N_USERS)]);
  if (step == 4) {
    ticket->closed_at = draw_time (draft->random, ticket->created_at + 5 * WB_DAY_MS,
                                   ticket->created_at + 20 * WB_DAY_MS);
    ticket->updated_at = ticket->closed_at;
    ticket->version++;
  }
}

static void
add_attempt (Draft     *draft,
             WbOutcome  outcome,
             gint64     at)
{
  WbAttempt *attempt = wb_attempt_new ();

  attempt->at = at;
  attempt->user = g_strdup (draft->call->assignee);
  attempt->outcome = g_strdup (wb_outcome_to_text (outcome));
  g_ptr_array_add (draft->call->attempts, attempt);
  draft->call->updated_at = MAX (draft->call->updated_at, at);
  draft->call->version++;
}

/* Who is called has been asked in the portal at least. */
static const char *
draw_placement (Draft *draft)
{
  const char *placement = wb_demo_placement_draw (draft->demo, draft->type, WB_TOOL_CALL_REQUEST,
                                                  draft->call->created_at, draft->random);

  return placement ? placement : wb_placement_to_text (WB_PLACEMENT_PORTAL);
}

static const char *
draw_agent (Draft *draft)
{
  return draft->demo->users[WB_DEMO_N_MANAGERS + draw (draft->random, WB_DEMO_N_AGENTS)];
}

/* When the customer asked, so that the promise falls where the call's place is. */
static void
date_call (Draft *draft)
{
  gint64 now = draft->demo->options.now;
  WbActivity *call = draft->call;
  gint64 tomorrow = 0;
  gint64 later = 0;
  gint64 due = now;

  wb_call_group_bounds (now, draft->demo->zone, &tomorrow, &later);
  switch (draft->place) {
    case PLACE_LATE:
      due = draw_time (draft->random, now - 40 * WB_HOUR_MS, now - 10 * WB_MINUTE_MS);
      break;
    case PLACE_TODAY:
      due = draw_time (draft->random, now + MIN (5 * WB_MINUTE_MS, (tomorrow - now) / 2), tomorrow);
      break;
    case PLACE_SOON:
      due = draw_time (draft->random, tomorrow, shift_days (draft, now, 2) - 30 * WB_MINUTE_MS);
      break;
    case PLACE_SNOOZED:
    case PLACE_LATER:
      due = draw_time (draft->random, now - WB_DAY_MS, now + WB_DAY_MS);
      break;
    case PLACE_CLOSED:
      due = draw_time (draft->random, now - 30 * WB_DAY_MS, now - WB_DAY_MS);
      break;
  }

  call->created_at = shift_days (draft, due, -WB_PROMISE_DAYS);
  call->due_at = wb_deadline_promise (call->created_at, draft->demo->zone);
  call->original_due_at = call->due_at;
  call->updated_at = call->created_at;
  call->version = 1;
}

/* What has happened with the call since it was asked for. */
static void
work_call (Draft *draft,
           int    number)
{
  static const WbOutcome attempts[] = {
    WB_OUTCOME_NO_ANSWER, WB_OUTCOME_BUSY, WB_OUTCOME_VOICEMAIL, WB_OUTCOME_CALL_LATER,
  };
  static const WbOutcome endings[] = {
    WB_OUTCOME_EXCHANGE_AGREED, WB_OUTCOME_COUPON_OFFERED, WB_OUTCOME_RESOLVED,
    WB_OUTCOME_DECLINED,
  };
  gint64 now = draft->demo->options.now;
  WbActivity *call = draft->call;
  gint64 tried = draw_time (draft->random, call->created_at + WB_HOUR_MS,
                            MIN (call->due_at, now - WB_MINUTE_MS));
  gint64 tomorrow = 0;
  gint64 later = 0;

  wb_call_group_bounds (now, draft->demo->zone, &tomorrow, &later);
  if (draft->place == PLACE_SNOOZED || draft->place == PLACE_LATER) {
    call->assignee = g_strdup (draw_agent (draft));
    add_attempt (draft, attempts[draw (draft->random, G_N_ELEMENTS (attempts))], tried);
    call->due_at = draft->place == PLACE_SNOOZED
      ? draw_time (draft->random, tomorrow, later)
      : draw_time (draft->random, later, shift_days (draft, now, 25));
    call->lease_until = call->due_at + 15 * WB_MINUTE_MS;
  } else if (draft->place == PLACE_CLOSED) {
    guint ending = draw (draft->random, G_N_ELEMENTS (endings));

    call->assignee = g_strdup (draw_agent (draft));
    call->status = g_strdup ("closed");
    call->outcome = g_strdup (wb_outcome_to_text (endings[ending]));
    call->note = g_strdup (closing_notes[ending]);
    call->called_at = tried;
    call->closed_at = tried + 4 * WB_MINUTE_MS;
    call->closed_by = g_strdup (call->assignee);
    call->updated_at = call->closed_at;
    call->version++;
  } else if (number % 5 == 1 && tried > call->created_at) {
    /* Tried, and free again since. */
    call->assignee = g_strdup (draw_agent (draft));
    add_attempt (draft, attempts[draw (draft->random, 3)], tried);
    g_clear_pointer (&call->assignee, g_free);
  } else if (number % 7 == 5) {
    /* Taken a moment ago by a colleague, who holds it until it is given back. */
    call->assignee = g_strdup (draw_agent (draft));
    call->updated_at = MAX (call->created_at, now - 15 * WB_MINUTE_MS);
    call->version++;
  }
  if (!call->status)
    call->status = g_strdup ("open");
}

static void
make_call (Draft *draft,
           int    number)
{
  WbActivity *call = wb_activity_new ();

  draft->call = call;
  draft->place = places[(gsize) number % G_N_ELEMENTS (places)];
  /* Every ninth customer left no number; an e-mail is written instead. */
  if (number % 9 == 4)
    g_clear_pointer (&draft->person.phone, g_free);

  call->id = wb_random_uuid (draft->random);
  call->kind = g_strdup ("call_request");
  call->name = g_strdup ("Zavolat zákazníkovi");
  date_call (draft);
  call->placement = g_strdup (draw_placement (draft));
  work_call (draft, number);
}

static void
finish_call (Draft *draft)
{
  WbActivity *call = draft->call;
  WbTicket *ticket = draft->ticket;

  call->ticket = g_strdup (ticket->id);
  call->ticket_code = g_strdup (ticket->code);
  call->ticket_type = g_strdup (ticket->type);
  call->customer_name = g_strdup (ticket->customer_name);
  call->customer_phone = g_strdup (ticket->customer_phone);
  ticket->call_request = g_strdup (call->id);
  ticket->updated_at = MAX (ticket->updated_at, call->created_at);
  ticket->version++;
  if (draft->place == PLACE_CLOSED)
    add_history (draft, "note", call->note, call->closed_by, call->closed_at);
}

static void
fill_ticket (Draft *draft)
{
  WbDemoData *demo = draft->demo;
  WbTicket *ticket = draft->ticket;
  int number = demo->options.n_tickets - draft->age_rank;
  g_autofree char *created = NULL;

  ticket->id = wb_random_uuid (draft->random);
  ticket->company = g_strdup (demo->account_id);
  ticket->type = g_strdup (demo->types[draft->type]);
  ticket->created_at = find_created (draft);
  /* Nobody asks for a call on a ticket that is not there yet. */
  if (draft->call)
    ticket->created_at = MIN (ticket->created_at,
                              draft->call->created_at -
                              (10 + draw (draft->random, 2000)) * WB_MINUTE_MS);
  created = wb_time_format (ticket->created_at);
  ticket->code = g_strdup_printf ("%.4s%0*d", created, CODE_DIGITS, number);
  ticket->updated_at = ticket->created_at;
  ticket->version = 1;
  ticket->customer_name = g_strdup (draft->person.name);
  ticket->customer_email = g_strdup (draft->person.email);
  ticket->customer_phone = g_strdup (draft->person.phone);
  ticket->customer_language = g_strdup (draft->person.language);
  ticket->has_remarketing = TRUE;
  if (draw (draft->random, 12) == 0) {
    g_strfreev (ticket->tags);
    ticket->tags = g_new0 (char *, 2);
    ticket->tags[0] = g_strdup (demo->tags[draw (draft->random, WB_DEMO_N_TAGS)]);
  }
}

/* Whether a coupon may have been taken: of a year's tickets a share of each type, else some of
 * those that are spread over all. */
static gboolean
wants_coupon (Draft *draft)
{
  const WbDemoDataOptions *options = &draft->demo->options;
  int stride = MAX (options->n_tickets / N_WITH_COUPONS, 1);
  /* Where calls of past weeks have most of the newest tickets, the few others make up for them. */
  gsize odds = options->n_answered > 0 ? 2 : 5;

  if (options->is_year)
    return draw (draft->random, 100) < coupon_percents[draft->type];

  return draft->age_rank % stride == 0 &&
         (draw (draft->random, odds) == 0 || draft->type == WB_DEMO_TYPE_RETURN);
}

/* Tickets with a call have none yet: giving one is what the agent is there for. */
static void
make_coupon (Draft *draft)
{
  gint64 age = draft->demo->options.now - draft->ticket->created_at;

  if (draft->demo->options.inactive || age < 2 * WB_DAY_MS || !wants_coupon (draft))
    return;

  draft->coupon = wb_demo_coupon_new (draft->demo, draft->ticket, NULL, draft->type,
                                      draft->person.shop, draft->random);
}

/* A call of past weeks; over a year none, where customers were not asked then. */
static void
make_answered (Draft *draft)
{
  WbDemoData *demo = draft->demo;
  gint64 age = get_age (draft);
  WbPlacements offered[WB_N_TOOLS] = { 0 };
  const char *banner = NULL;

  wb_demo_offer_places_at (demo, draft->type, demo->options.now - age, offered, &banner);
  if (demo->options.is_year && offered[WB_TOOL_CALL_REQUEST] == WB_PLACEMENT_NONE)
    return;

  /* Of a year's ticket it is asked for after that was opened. */
  if (demo->options.is_year && age > 2 * YEAR_ASKED_MS)
    age -= YEAR_ASKED_MS;
  draft->place = PLACE_CLOSED;
  draft->call = wb_demo_answered_new (demo, draft->random, demo->options.now - age);
  draft->call->placement = g_strdup (draw_placement (draft));
}

/* Who was called some time ago and promised one has it. */
static void
make_coupon_of_call (Draft *draft)
{
  const WbActivity *call = draft->call;

  if (draft->demo->options.inactive || !call->outcome ||
      !g_str_equal (call->outcome, wb_outcome_to_text (WB_OUTCOME_COUPON_OFFERED)))
    return;

  draft->coupon = wb_demo_coupon_new (draft->demo, draft->ticket, call, draft->type,
                                      draft->person.shop, draft->random);
}

static void
clear_draft (Draft *draft)
{
  wb_demo_person_clear (&draft->person);
  g_clear_pointer (&draft->ticket, wb_ticket_unref);
  g_clear_pointer (&draft->call, wb_activity_unref);
  g_clear_pointer (&draft->coupon, wb_coupon_unref);
  g_clear_object (&draft->random);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Draft, clear_draft)

static gboolean
make_ticket (WbDemoData  *self,
             int          age_rank,
             WbDemoTake   take,
             gpointer     data,
             GError     **error)
{
  g_auto (Draft) draft = { .demo = self, .age_rank = age_rank };
  int number = find_call_number (&self->options, age_rank);
  gboolean answered = number < 0 && is_answered (&self->options, age_rank);

  draft.random = wb_seeded_random_new (self->options.seed * SEED_STRIDE + (guint64) age_rank + 1);
  wb_demo_person_init (&draft.person, draft.random);
  /* Only Return and Claim offer a call. */
  draft.type = number < 0 && !answered ? draw_type (draft.random)
             : draw (draft.random, 3) == 0 ? WB_DEMO_TYPE_CLAIM : WB_DEMO_TYPE_RETURN;
  if (number >= 0) {
    make_call (&draft, number);
  } else if (answered) {
    make_answered (&draft);
  }

  draft.ticket = wb_ticket_new ();
  fill_ticket (&draft);
  fill_state (&draft);
  fill_order (&draft);
  fill_history (&draft);
  if (draft.call)
    finish_call (&draft);
  if (!draft.call)
    make_coupon (&draft);
  else if (answered)
    make_coupon_of_call (&draft);

  return take (WB_DEMO_TICKET, draft.ticket, NULL, data, error) &&
         (!draft.call || take (WB_DEMO_ACTIVITY, draft.call, NULL, data, error)) &&
         (!draft.coupon || take (WB_DEMO_COUPON, draft.coupon, NULL, data, error));
}

/**
 * wb_demo_tickets_make:
 * @self: the data
 * @take: (scope call): takes each ticket, the oldest first, and after it its call or
 *   coupon
 * @data: for @take
 * @error: return location
 *
 * Returns: `FALSE` with @error set
 */
gboolean
wb_demo_tickets_make (WbDemoData  *self,
                      WbDemoTake   take,
                      gpointer     data,
                      GError     **error)
{
  for (int rank = self->options.n_tickets - 1; rank >= 0; rank--) {
    if (!make_ticket (self, rank, take, data, error))
      return FALSE;
  }

  return TRUE;
}
