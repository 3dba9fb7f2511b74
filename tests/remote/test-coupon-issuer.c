/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The issuer against a ledger and a shop in memory that fail and die at every single point. */

#include "wb-coupon-issuer.h"
#include "wb-time.h"

#define START_MS (G_GINT64_CONSTANT (1795290000) * WB_SECOND_MS)
#define CODE "WBABCDEFGHJK"
#define MARK "ticket-7"

/* Where a death strikes. "Crash" kills our program, the others the shop or the network. */
typedef enum
{
  LIVE,
  DIE_BEFORE,     /* offline, nothing done */
  DIE_AFTER,      /* done, no answer */
  DIE_LATE,       /* no answer, done only when the shop is asked to create next: a race */
  FAULT,          /* 500, nothing done */
  CRASH_BEFORE,
  CRASH_AFTER,
  N_DEATHS,
} Death;

/* What the shop makes of a coupon it is asked for. */
typedef enum
{
  HONEST,
  WRONG_AMOUNT,
  NO_EMAIL,
  OTHER_EXPIRY,
  DOUBLES,        /* stores two of it */
  TAKEN,          /* someone else has the code */
  REFUSES,
  ALWAYS_FAULTS,
  N_MANNERS,
  LANDS_AND_REFUSES,   /* stores the late one, refuses the new one */
} Manner;

#define TEST_TYPE_WORLD (test_world_get_type ())
G_DECLARE_FINAL_TYPE (TestWorld, test_world, TEST, WORLD, GObject)

/* Shop and ledger at once, so that each can check the other. */
struct _TestWorld
{
  GObject parent_instance;

  GPtrArray *coupons;      /* (element-type WbShopCoupon) (owned) */
  GPtrArray *late;         /* (element-type WbShopCoupon) (owned) on their way */
  int next_id;
  Manner manner;

  WbIssue *stored;         /* (owned) what is on the disk */
  Death death;
  int dies_at;             /* the how-manieth event, counted down; < 0 = never */
  gboolean crashed;
  gint64 retry_after_ms;
  int n_creates;
  int n_calls;
  int n_stores;
};

static void test_world_shop_init (WbShopInterface *iface);
static void test_world_ledger_init (WbCouponLedgerInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (TestWorld, test_world, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (WB_TYPE_SHOP, test_world_shop_init)
                               G_IMPLEMENT_INTERFACE (WB_TYPE_COUPON_LEDGER,
                                                      test_world_ledger_init))

static WbShopCoupon *
copy_coupon (const WbShopCoupon *coupon)
{
  WbShopCoupon *copy = wb_shop_coupon_new ();

  *copy = *coupon;
  copy->remote_id = g_strdup (coupon->remote_id);
  copy->code = g_strdup (coupon->code);
  copy->email = g_strdup (coupon->email);
  copy->ticket_mark = g_strdup (coupon->ticket_mark);
  copy->oddity = g_strdup (coupon->oddity);

  return copy;
}

static WbIssue *
copy_issue (const WbIssue *issue)
{
  WbIssue *copy = wb_issue_new ();

  *copy = *issue;
  copy->id = g_strdup (issue->id);
  copy->wanted = copy_coupon (issue->wanted);
  copy->error_code = g_strdup (issue->error_code);
  copy->error_message = g_strdup (issue->error_message);

  return copy;
}

static void
test_world_finalize (GObject *object)
{
  TestWorld *self = TEST_WORLD (object);

  g_ptr_array_unref (self->coupons);
  g_ptr_array_unref (self->late);
  g_clear_pointer (&self->stored, wb_issue_unref);

  G_OBJECT_CLASS (test_world_parent_class)->finalize (object);
}

static void
test_world_class_init (TestWorldClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = test_world_finalize;
}

static void
test_world_init (TestWorld *self)
{
  self->coupons = g_ptr_array_new_with_free_func ((GDestroyNotify) wb_shop_coupon_unref);
  self->late = g_ptr_array_new_with_free_func ((GDestroyNotify) wb_shop_coupon_unref);
  self->next_id = 8;
  self->dies_at = -1;
  self->retry_after_ms = -1;
}

static Death
next_death (TestWorld *self)
{
  return self->dies_at >= 0 && self->dies_at-- == 0 ? self->death : LIVE;
}

static gboolean
crash (TestWorld  *self,
       GError    **error)
{
  self->crashed = TRUE;
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED, "crashed");

  return FALSE;
}

/* Sets the error of a death; FALSE = the call goes on. */
static gboolean
dies_before (TestWorld  *self,
             Death       death,
             GError    **error)
{
  self->n_calls++;
  if (death == DIE_BEFORE || death == DIE_LATE)
    g_set_error_literal (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_OFFLINE, "away");
  else if (death == FAULT)
    g_set_error_literal (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_SERVER_FAULT, "500");
  else if (death == CRASH_BEFORE)
    crash (self, error);
  else
    return FALSE;

  return TRUE;
}

static gboolean
dies_after (TestWorld  *self,
            Death       death,
            GError    **error)
{
  if (death == DIE_AFTER)
    g_set_error_literal (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_TIMEOUT, "no answer");
  else if (death == CRASH_AFTER)
    crash (self, error);
  else
    return FALSE;

  return TRUE;
}

static WbShopCoupon *
put_in (TestWorld          *self,
        const WbShopCoupon *coupon)
{
  WbShopCoupon *stored = copy_coupon (coupon);

  g_free (stored->remote_id);
  stored->remote_id = g_strdup_printf ("%d", self->next_id++);
  g_free (stored->code);
  stored->code = g_ascii_strdown (coupon->code, -1);
  if (self->manner == WRONG_AMOUNT)
    stored->amount.minor = 0;
  if (self->manner == NO_EMAIL)
    g_clear_pointer (&stored->email, g_free);
  if (self->manner == OTHER_EXPIRY)
    stored->expires_at += WB_DAY_MS;
  g_ptr_array_add (self->coupons, stored);

  return stored;
}

/* What was on its way arrives. */
static void
land (TestWorld *self)
{
  for (guint i = 0; i < self->late->len; i++)
    put_in (self, self->late->pdata[i]);
  g_ptr_array_set_size (self->late, 0);
}

static WbShopCoupon *
find_coupon (TestWorld  *self,
             const char *remote_id)
{
  for (guint i = 0; i < self->coupons->len; i++) {
    WbShopCoupon *coupon = g_ptr_array_index (self->coupons, i);

    if (g_strcmp0 (coupon->remote_id, remote_id) == 0)
      return coupon;
  }

  return NULL;
}

static WbShopCoupon *
test_world_create (WbShop              *shop,
                   const WbShopCoupon  *coupon,
                   GCancellable        *cancellable,
                   GError             **error)
{
  TestWorld *self = TEST_WORLD (shop);
  Death death = next_death (self);
  WbShopCoupon *made;

  /* The ledger must know before the shop does. */
  g_assert_cmpint (self->stored->step, ==, WB_ISSUE_ASKED);
  self->n_creates++;
  if (death == DIE_LATE)
    g_ptr_array_add (self->late, copy_coupon (coupon));
  if (dies_before (self, death, error))
    return NULL;
  if (self->manner == ALWAYS_FAULTS) {
    g_set_error_literal (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_SERVER_FAULT, "500");
    return NULL;
  }
  if (self->manner == LANDS_AND_REFUSES)
    land (self);
  if (self->manner == REFUSES || self->manner == LANDS_AND_REFUSES) {
    g_set_error_literal (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_REJECTED, "not that");
    return NULL;
  }
  for (guint i = 0; i < self->coupons->len; i++) {
    const WbShopCoupon *other = g_ptr_array_index (self->coupons, i);

    if (g_ascii_strcasecmp (other->code, coupon->code) == 0) {
      g_set_error_literal (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_CONFLICT, "exists");
      return NULL;
    }
  }

  made = put_in (self, coupon);
  land (self);
  if (self->manner == DOUBLES)
    put_in (self, coupon);

  return dies_after (self, death, error) ? NULL : copy_coupon (made);
}

static GPtrArray *
test_world_find_code (WbShop        *shop,
                      const char    *code,
                      GCancellable  *cancellable,
                      GError       **error)
{
  TestWorld *self = TEST_WORLD (shop);
  Death death = next_death (self);
  g_autoptr (GPtrArray) found =
    g_ptr_array_new_with_free_func ((GDestroyNotify) wb_shop_coupon_unref);

  if (dies_before (self, death, error) || dies_after (self, death, error))
    return NULL;
  for (guint i = 0; i < self->coupons->len; i++) {
    const WbShopCoupon *coupon = g_ptr_array_index (self->coupons, i);

    if (g_ascii_strcasecmp (coupon->code, code) == 0)
      g_ptr_array_add (found, copy_coupon (coupon));
  }

  return g_steal_pointer (&found);
}

static WbShopCoupon *
test_world_read_back (WbShop        *shop,
                      const char    *remote_id,
                      GCancellable  *cancellable,
                      GError       **error)
{
  TestWorld *self = TEST_WORLD (shop);
  Death death = next_death (self);
  const WbShopCoupon *coupon = find_coupon (self, remote_id);

  if (dies_before (self, death, error) || dies_after (self, death, error))
    return NULL;
  if (!coupon) {
    g_set_error_literal (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_NOT_FOUND, "gone");
    return NULL;
  }

  return copy_coupon (coupon);
}

static gboolean
test_world_remove (WbShop        *shop,
                   const char    *remote_id,
                   GCancellable  *cancellable,
                   GError       **error)
{
  TestWorld *self = TEST_WORLD (shop);
  Death death = next_death (self);

  if (dies_before (self, death, error))
    return FALSE;
  /* The one the ledger holds goes only after the ledger says so. */
  if (g_strcmp0 (remote_id, self->stored->wanted->remote_id) == 0)
    g_assert_cmpint (self->stored->step, ==, WB_ISSUE_REMOVING);
  g_ptr_array_remove (self->coupons, find_coupon (self, remote_id));

  return !dies_after (self, death, error);
}

static gint64
test_world_get_retry_after_ms (WbShop *shop)
{
  return TEST_WORLD (shop)->retry_after_ms;
}

static void
test_world_shop_init (WbShopInterface *iface)
{
  iface->create = test_world_create;
  iface->find_code = test_world_find_code;
  iface->read_back = test_world_read_back;
  iface->remove = test_world_remove;
  iface->get_retry_after_ms = test_world_get_retry_after_ms;
}

static gboolean
test_world_store (WbCouponLedger  *ledger,
                  const WbIssue   *issue,
                  GError         **error)
{
  TestWorld *self = TEST_WORLD (ledger);
  Death death = next_death (self);

  self->n_stores++;
  if (death == CRASH_BEFORE)
    return crash (self, error);
  if (death == DIE_BEFORE || death == DIE_LATE || death == FAULT) {
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE, "disk full");
    return FALSE;
  }
  g_clear_pointer (&self->stored, wb_issue_unref);
  self->stored = copy_issue (issue);
  if (death == CRASH_AFTER)
    return crash (self, error);

  return TRUE;
}

static void
test_world_ledger_init (WbCouponLedgerInterface *iface)
{
  iface->store = test_world_store;
}

static TestWorld *
new_world (Manner manner)
{
  TestWorld *self = g_object_new (TEST_TYPE_WORLD, NULL);
  WbShopCoupon *wanted = wb_shop_coupon_new ();

  wanted->code = g_strdup (CODE);
  wanted->amount = (WbMoney) { 20000, "CZK" };
  wanted->min_order = (WbMoney) { 100000, "CZK" };
  wanted->expires_at = START_MS + 14 * WB_DAY_MS;
  wanted->usage_limit = 1;
  wanted->email = g_strdup ("alena@example.com");
  wanted->ticket_mark = g_strdup (MARK);

  self->manner = manner;
  self->stored = wb_issue_new ();
  self->stored->id = g_strdup ("c1");
  self->stored->wanted = wanted;
  self->stored->step = WB_ISSUE_PREPARED;
  if (manner == TAKEN) {
    g_autoptr (WbShopCoupon) other = wb_shop_coupon_new ();

    other->code = g_strdup ("wbabcdefghjk");
    put_in (self, other);
  }

  return self;
}

/* Runs to the end as a worker would: again at not_before, after a crash from what is stored. */
static WbIssue *
run_to_end (TestWorld *self,
            WbClock   *clock)
{
  WbIssue *issue = copy_issue (self->stored);

  for (int round = 0; round < 60; round++) {
    g_autoptr (GError) error = NULL;

    if (wb_coupon_issuer_run (issue, WB_COUPON_LEDGER (self), WB_SHOP (self), clock, NULL,
                              &error)) {
      g_assert_no_error (error);
      g_assert_cmpint (self->stored->step, ==, issue->step);
      return issue;
    }
    g_assert_nonnull (error);
    if (self->crashed) {
      self->crashed = FALSE;
      wb_issue_unref (issue);
      issue = copy_issue (self->stored);
    } else {
      g_assert_cmpint (self->stored->step, ==, issue->step);
    }
    if (issue->not_before > wb_clock_now (clock))
      wb_movable_clock_advance (WB_MOVABLE_CLOCK (clock), issue->not_before - wb_clock_now (clock));
  }
  g_assert_not_reached ();
}

static guint
count_ours (TestWorld *self)
{
  guint count = 0;

  for (guint i = 0; i < self->coupons->len; i++) {
    const WbShopCoupon *coupon = g_ptr_array_index (self->coupons, i);

    if (g_strcmp0 (coupon->ticket_mark, MARK) == 0)
      count++;
  }

  return count;
}

static const char *
expected_error (Manner manner)
{
  static const char *const errors[N_MANNERS] = {
    [WRONG_AMOUNT] = WB_ISSUE_ERROR_MISMATCH,
    [NO_EMAIL] = WB_ISSUE_ERROR_MISMATCH,
    [OTHER_EXPIRY] = WB_ISSUE_ERROR_MISMATCH,
    [TAKEN] = WB_ISSUE_ERROR_CODE_TAKEN,
    [REFUSES] = WB_ISSUE_ERROR_REFUSED,
    [ALWAYS_FAULTS] = WB_ISSUE_ERROR_SHOP_FAULT,
  };

  return errors[manner];
}

static void
check_end (TestWorld     *self,
           const WbIssue *issue)
{
  const char *error_code = expected_error (self->manner);

  if (error_code) {
    g_assert_cmpint (issue->step, ==, WB_ISSUE_FAILED);
    g_assert_cmpstr (issue->error_code, ==, error_code);
    g_assert_cmpstr (issue->error_message, !=, NULL);
    g_assert_cmpuint (count_ours (self), ==, 0);
    g_assert_cmpuint (self->coupons->len, ==, self->manner == TAKEN ? 1 : 0);
  } else {
    g_autofree char *difference = NULL;

    g_assert_cmpint (issue->step, ==, WB_ISSUE_DONE);
    g_assert_null (issue->error_code);
    g_assert_cmpuint (count_ours (self), ==, 1);
    g_assert_cmpuint (self->coupons->len, ==, 1);
    difference = wb_shop_coupon_difference (issue->wanted, self->coupons->pdata[0]);
    g_assert_null (difference);
    g_assert_cmpstr (issue->wanted->remote_id, ==,
                     ((WbShopCoupon *) self->coupons->pdata[0])->remote_id);
  }
}

static void
test_issuer_ends_well_whatever_dies (void)
{
  guint deaths = 0;

  for (int manner = 0; manner < N_MANNERS; manner++) {
    for (int death = DIE_BEFORE; death < N_DEATHS; death++) {
      for (int at = 0;; at++) {
        g_autoptr (WbClock) clock = WB_CLOCK (wb_movable_clock_new (START_MS, FALSE));
        g_autoptr (TestWorld) world = new_world (manner);
        g_autoptr (WbIssue) issue = NULL;

        world->death = death;
        world->dies_at = at;
        issue = run_to_end (world, clock);
        check_end (world, issue);
        if (world->dies_at >= 0)
          break;   /* nothing was left to die */
        deaths++;
      }
    }
  }
  g_test_message ("%u deaths", deaths);
  g_assert_cmpuint (deaths, >, 300);
}

/* Two deaths in one issue, the second anywhere after the first. */
static void
test_issuer_ends_well_when_it_dies_twice (void)
{
  for (int first = DIE_BEFORE; first < N_DEATHS; first++) {
    for (int second = DIE_BEFORE; second < N_DEATHS; second++) {
      for (int at = 0; at < 7; at++) {
        for (int again = 0; again < 9; again++) {
          g_autoptr (WbClock) clock = WB_CLOCK (wb_movable_clock_new (START_MS, FALSE));
          g_autoptr (TestWorld) world = new_world (HONEST);
          g_autoptr (WbIssue) issue = copy_issue (world->stored);
          g_autoptr (WbIssue) end = NULL;
          g_autoptr (GError) error = NULL;

          world->death = first;
          world->dies_at = at;
          if (!wb_coupon_issuer_run (issue, WB_COUPON_LEDGER (world), WB_SHOP (world), clock, NULL,
                                     &error) && !world->crashed)
            wb_movable_clock_advance (WB_MOVABLE_CLOCK (clock), WB_HOUR_MS);
          world->crashed = FALSE;
          world->death = second;
          world->dies_at = again;
          end = run_to_end (world, clock);
          check_end (world, end);
        }
      }
    }
  }
}

static void
test_issuer_asks_once_when_all_is_well (void)
{
  g_autoptr (WbClock) clock = WB_CLOCK (wb_movable_clock_new (START_MS, FALSE));
  g_autoptr (TestWorld) world = new_world (HONEST);
  g_autoptr (WbIssue) issue = copy_issue (world->stored);
  g_autoptr (GError) error = NULL;

  g_assert_true (wb_coupon_issuer_run (issue, WB_COUPON_LEDGER (world), WB_SHOP (world), clock,
                                       NULL, &error));
  g_assert_no_error (error);
  check_end (world, issue);
  g_assert_cmpint (world->n_creates, ==, 1);
  g_assert_cmpint (world->n_calls, ==, 3);
  g_assert_cmpint (world->n_stores, ==, 3);

  /* Settled is settled. */
  g_assert_true (wb_coupon_issuer_run (issue, WB_COUPON_LEDGER (world), WB_SHOP (world), clock,
                                       NULL, &error));
  g_assert_cmpint (world->n_calls, ==, 3);
}

static void
test_issuer_asks_nothing_when_the_ledger_fails (void)
{
  g_autoptr (WbClock) clock = WB_CLOCK (wb_movable_clock_new (START_MS, FALSE));
  g_autoptr (TestWorld) world = new_world (HONEST);
  g_autoptr (WbIssue) issue = copy_issue (world->stored);
  g_autoptr (GError) error = NULL;

  world->death = DIE_BEFORE;
  world->dies_at = 0;
  g_assert_false (wb_coupon_issuer_run (issue, WB_COUPON_LEDGER (world), WB_SHOP (world), clock,
                                        NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE);
  g_assert_cmpint (world->n_calls, ==, 0);
  g_assert_cmpint (issue->step, ==, WB_ISSUE_PREPARED);
  g_assert_cmpint (issue->attempts, ==, 0);
}

static void
run_and_expect (WbIssue   *issue,
                TestWorld *world,
                WbClock   *clock,
                int        calls,
                int        creates)
{
  g_autoptr (GError) error = NULL;
  int calls_before = world->n_calls;
  int creates_before = world->n_creates;
  gboolean settled = wb_coupon_issuer_run (issue, WB_COUPON_LEDGER (world), WB_SHOP (world), clock,
                                           NULL, &error);

  if (!settled)
    g_assert_true (wb_remote_error_is_passing (error));
  g_assert_cmpint (world->n_calls - calls_before, ==, calls);
  g_assert_cmpint (world->n_creates - creates_before, ==, creates);
}

static void
test_issuer_waits_a_minute_before_it_asks_again (void)
{
  g_autoptr (WbClock) clock = WB_CLOCK (wb_movable_clock_new (START_MS, FALSE));
  g_autoptr (TestWorld) world = new_world (HONEST);
  g_autoptr (WbIssue) issue = copy_issue (world->stored);

  world->death = DIE_LATE;
  world->dies_at = 1;   /* the create */
  run_and_expect (issue, world, clock, 2, 1);   /* create, look */
  g_assert_cmpint (issue->step, ==, WB_ISSUE_LOOKED);
  g_assert_cmpint (issue->not_before, ==, START_MS + 60 * WB_SECOND_MS);

  wb_movable_clock_advance (WB_MOVABLE_CLOCK (clock), 60 * WB_SECOND_MS - 1);
  run_and_expect (issue, world, clock, 0, 0);

  /* Look, create (the late one lands beside it), look, read back, remove the surplus one. */
  wb_movable_clock_advance (WB_MOVABLE_CLOCK (clock), 1);
  run_and_expect (issue, world, clock, 5, 1);
  check_end (world, issue);
  g_assert_cmpint (issue->attempts, ==, 2);
  g_assert_cmpstr (issue->wanted->remote_id, ==, "8");
}

static void
test_issuer_takes_a_late_one (void)
{
  g_autoptr (WbClock) clock = WB_CLOCK (wb_movable_clock_new (START_MS, FALSE));
  g_autoptr (TestWorld) world = new_world (HONEST);
  g_autoptr (WbIssue) issue = copy_issue (world->stored);

  world->death = DIE_LATE;
  world->dies_at = 1;
  run_and_expect (issue, world, clock, 2, 1);
  land (world);
  wb_movable_clock_advance (WB_MOVABLE_CLOCK (clock), WB_MINUTE_MS);
  run_and_expect (issue, world, clock, 3, 0);   /* look, look, read back */
  check_end (world, issue);
}

/* The first request landed after the second look, and only then did the shop start to refuse. */
static void
test_issuer_takes_a_late_one_after_a_refusal (void)
{
  g_autoptr (WbClock) clock = WB_CLOCK (wb_movable_clock_new (START_MS, FALSE));
  g_autoptr (TestWorld) world = new_world (HONEST);
  g_autoptr (WbIssue) issue = copy_issue (world->stored);

  world->death = DIE_LATE;
  world->dies_at = 1;
  run_and_expect (issue, world, clock, 2, 1);
  wb_movable_clock_advance (WB_MOVABLE_CLOCK (clock), WB_MINUTE_MS);
  world->manner = LANDS_AND_REFUSES;
  run_and_expect (issue, world, clock, 5, 1);   /* look, create, look, look, read back */
  world->manner = HONEST;
  check_end (world, issue);
}

static void
test_issuer_says_at_once_that_a_code_is_taken (void)
{
  g_autoptr (WbClock) clock = WB_CLOCK (wb_movable_clock_new (START_MS, FALSE));
  g_autoptr (TestWorld) world = new_world (TAKEN);
  g_autoptr (WbIssue) issue = copy_issue (world->stored);

  run_and_expect (issue, world, clock, 2, 1);
  check_end (world, issue);
}

static void
test_issuer_heeds_retry_after (void)
{
  g_autoptr (WbClock) clock = WB_CLOCK (wb_movable_clock_new (START_MS, FALSE));
  g_autoptr (TestWorld) world = new_world (HONEST);
  g_autoptr (WbIssue) issue = copy_issue (world->stored);

  world->death = FAULT;
  world->dies_at = 1;
  world->retry_after_ms = 10 * WB_MINUTE_MS;
  run_and_expect (issue, world, clock, 2, 1);
  g_assert_cmpint (issue->not_before, ==, START_MS + 10 * WB_MINUTE_MS);
  g_assert_cmpint (world->stored->not_before, ==, issue->not_before);
}

static void
test_issuer_gives_up_a_shop_that_always_fails (void)
{
  g_autoptr (WbClock) clock = WB_CLOCK (wb_movable_clock_new (START_MS, FALSE));
  g_autoptr (TestWorld) world = new_world (ALWAYS_FAULTS);
  g_autoptr (WbIssue) issue = run_to_end (world, clock);

  check_end (world, issue);
  g_assert_cmpint (world->n_creates, ==, 6);
  g_assert_cmpint (wb_clock_now (clock), >=, START_MS + 6 * WB_MINUTE_MS);
}

static void
test_issuer_can_be_cancelled (void)
{
  g_autoptr (WbClock) clock = WB_CLOCK (wb_movable_clock_new (START_MS, FALSE));
  g_autoptr (TestWorld) world = new_world (HONEST);
  g_autoptr (WbIssue) issue = copy_issue (world->stored);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_false (wb_coupon_issuer_run (issue, WB_COUPON_LEDGER (world), WB_SHOP (world), clock,
                                        cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpint (world->n_calls, ==, 0);
  g_assert_cmpint (world->n_stores, ==, 0);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/remote/coupon-issuer/asks-once-when-all-is-well",
                   test_issuer_asks_once_when_all_is_well);
  g_test_add_func ("/remote/coupon-issuer/asks-nothing-when-the-ledger-fails",
                   test_issuer_asks_nothing_when_the_ledger_fails);
  g_test_add_func ("/remote/coupon-issuer/waits-a-minute-before-it-asks-again",
                   test_issuer_waits_a_minute_before_it_asks_again);
  g_test_add_func ("/remote/coupon-issuer/takes-a-late-one", test_issuer_takes_a_late_one);
  g_test_add_func ("/remote/coupon-issuer/takes-a-late-one-after-a-refusal",
                   test_issuer_takes_a_late_one_after_a_refusal);
  g_test_add_func ("/remote/coupon-issuer/says-at-once-that-a-code-is-taken",
                   test_issuer_says_at_once_that_a_code_is_taken);
  g_test_add_func ("/remote/coupon-issuer/heeds-retry-after", test_issuer_heeds_retry_after);
  g_test_add_func ("/remote/coupon-issuer/gives-up-a-shop-that-always-fails",
                   test_issuer_gives_up_a_shop_that_always_fails);
  g_test_add_func ("/remote/coupon-issuer/can-be-cancelled", test_issuer_can_be_cancelled);
  g_test_add_func ("/remote/coupon-issuer/ends-well-whatever-dies",
                   test_issuer_ends_well_whatever_dies);
  g_test_add_func ("/remote/coupon-issuer/ends-well-when-it-dies-twice",
                   test_issuer_ends_well_when_it_dies_twice);

  return g_test_run ();
}
