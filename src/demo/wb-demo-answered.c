/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Calls that were answered: what the merchant's staff did in the weeks before, so that the shares
 * of calls answered in time have something to count. Most customers were called within a day, in
 * working hours, nearly all within two; a few could not be reached. */

#include "config.h"

#include "wb-demo-data-private.h"

#include "wb-deadline.h"
#include "wb-time.h"

#define OPENS_HOUR 9
#define CLOSES_HOUR 18
/* Of a hundred: called the same day or the next morning, the day after, and later than promised. */
#define PROMPT_PERCENT 97
#define SLOW_PERCENT 2
/* The longest that a prompt answer waits: whoever asked in the morning is called before the
 * evening, and whoever asked later within a day, since the evening ends next morning. */
#define PROMPT_MINUTES (8 * 60)

typedef struct
{
  WbOutcome outcome;
  int share_percent;
  guint n_attempts_max;
  const char *note;
} Ending;

static const Ending endings[] = {
  { WB_OUTCOME_RESOLVED, 37, 1, "Vyřešeno, vrátíme peníze." },
  { WB_OUTCOME_EXCHANGE_AGREED, 24, 2, "Domluvena výměna za modré." },
  { WB_OUTCOME_COUPON_OFFERED, 21, 1, "Zboží si nechá, dostane kupón." },
  { WB_OUTCOME_DECLINED, 16, 2, "Nemá zájem." },
  { WB_OUTCOME_UNREACHABLE, 1, 3, "Nebere, poslán e-mail." },
  { WB_OUTCOME_WRONG_NUMBER, 1, 1, "Číslo patří někomu jinému." },
};

static guint
draw (WbRandom *random,
      gsize     bound)
{
  return wb_random_below (random, (guint32) bound);
}

static const Ending *
draw_ending (WbRandom *random)
{
  int point = (int) draw (random, 100);
  gsize i = 0;

  for (; i < G_N_ELEMENTS (endings) - 1 && point >= endings[i].share_percent; i++)
    point -= endings[i].share_percent;

  return &endings[i];
}

/* Nobody calls at night: the morning after is the next chance. */
static gint64
move_into_hours (WbDemoData *self,
                 WbRandom   *random,
                 gint64      at)
{
  gint64 local = wb_time_to_local (at, self->zone);
  gint64 midnight = local - local % WB_DAY_MS;
  gint64 hour = local % WB_DAY_MS / WB_HOUR_MS;

  if (hour >= OPENS_HOUR && hour < CLOSES_HOUR)
    return at;
  if (hour >= CLOSES_HOUR)
    midnight += WB_DAY_MS;
  local = midnight + OPENS_HOUR * WB_HOUR_MS + draw (random, 60 * 60) * WB_SECOND_MS;

  return wb_time_from_local (local, self->zone, TRUE);
}

static gint64
draw_answer (WbDemoData *self,
             WbRandom   *random,
             gint64      created_at)
{
  guint point = draw (random, 100);
  gint64 minutes = 20 + draw (random, PROMPT_MINUTES - 20);

  if (point >= PROMPT_PERCENT + SLOW_PERCENT)
    minutes = 2 * 24 * 60 + draw (random, 12 * 60) + 30;
  else if (point >= PROMPT_PERCENT)
    minutes = 25 * 60 + draw (random, 6 * 60);

  return move_into_hours (self, random, created_at + minutes * WB_MINUTE_MS);
}

static void
add_attempts (WbActivity *call,
              WbRandom   *random,
              guint       n_attempts)
{
  static const WbOutcome outcomes[] = {
    WB_OUTCOME_NO_ANSWER, WB_OUTCOME_BUSY, WB_OUTCOME_VOICEMAIL, WB_OUTCOME_CALL_LATER,
  };
  gint64 step = (call->called_at - call->created_at) / (n_attempts + 1);

  for (guint i = 1; i <= n_attempts; i++) {
    WbAttempt *attempt = wb_attempt_new ();
    gint64 at = call->created_at + i * step;

    attempt->at = at - at % WB_SECOND_MS;
    attempt->user = g_strdup (call->closed_by);
    attempt->outcome =
      g_strdup (wb_outcome_to_text (outcomes[draw (random, G_N_ELEMENTS (outcomes))]));
    g_ptr_array_add (call->attempts, attempt);
    call->version++;
  }
}

/**
 * wb_demo_answered_new:
 * @self: the data
 * @random: what it is made by
 * @asked_at: when the customer asked, about; moved back by days when there was no time to answer
 *
 * Returns: (transfer full): a closed call without its ticket and without its placement
 */
WbActivity *
wb_demo_answered_new (WbDemoData *self,
                      WbRandom   *random,
                      gint64      asked_at)
{
  const Ending *ending = draw_ending (random);
  WbActivity *call = wb_activity_new ();
  gint64 created_at = asked_at - draw (random, 20 * 60) * WB_MINUTE_MS;
  gint64 called_at = draw_answer (self, random, created_at);
  gint64 days_back = 0;

  created_at -= created_at % WB_SECOND_MS;
  called_at -= called_at % WB_SECOND_MS;
  if (called_at > self->options.now - 10 * WB_MINUTE_MS)
    days_back = (called_at - self->options.now) / WB_DAY_MS + 2;

  call->id = wb_random_uuid (random);
  call->kind = g_strdup ("call_request");
  call->name = g_strdup ("Zavolat zákazníkovi");
  call->created_at = created_at - days_back * WB_DAY_MS;
  call->called_at = called_at - days_back * WB_DAY_MS;
  call->due_at = wb_deadline_promise (call->created_at, self->zone);
  call->original_due_at = call->due_at;
  call->status = g_strdup ("closed");
  call->outcome = g_strdup (wb_outcome_to_text (ending->outcome));
  call->note = g_strdup (ending->note);
  call->closed_at = call->called_at + (1 + draw (random, 8)) * WB_MINUTE_MS;
  call->closed_by = g_strdup (self->users[WB_DEMO_N_MANAGERS + draw (random, WB_DEMO_N_AGENTS)]);
  call->assignee = g_strdup (call->closed_by);
  call->updated_at = call->closed_at;
  call->version = 2;
  if (ending->outcome == WB_OUTCOME_UNREACHABLE)
    add_attempts (call, random, ending->n_attempts_max);
  else if (draw (random, 4) == 0)
    add_attempts (call, random, 1 + draw (random, ending->n_attempts_max));

  return call;
}
