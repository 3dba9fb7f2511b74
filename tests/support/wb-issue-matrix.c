/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* See wb-issue-matrix.h. One object is both what our program has of the shop and its ledger: it counts
 * every step either takes, kills at the one it is told to, and from then on lets nothing through, as a
 * dead program does nothing. What comes after a death has only what the ledger stored. */

#include "wb-issue-matrix.h"

#include "wb-random.h"
#include "wb-time.h"

#include <string.h>

/* More rounds than the issuer ever needs: six sends, each with two looks, and what goes wrong. */
#define MAX_ROUNDS 80
/* No issue takes as many steps, be they calls of the shop or writes of the ledger. */
#define MAX_STEPS 60
#define NEVER G_MAXUINT
/* A person who mends a key takes that long. */
#define PERSON_MS (10 * WB_MINUTE_MS)

G_DECLARE_FINAL_TYPE (MatrixDesk, matrix_desk, MATRIX, DESK, GObject)

struct _MatrixDesk
{
  GObject parent_instance;

  WbShop *shop;            /* (owned) */
  WbIssue *stored;         /* (owned) what is on the disk */
  guint n_steps;           /* taken so far, over all lives */
  guint dies_at[4];        /* which of them kill */
  gboolean is_dead;
  guint n_calls;
};

static void matrix_desk_shop_init (WbShopInterface *iface);
static void matrix_desk_ledger_init (WbCouponLedgerInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (MatrixDesk, matrix_desk, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (WB_TYPE_SHOP, matrix_desk_shop_init)
                               G_IMPLEMENT_INTERFACE (WB_TYPE_COUPON_LEDGER, matrix_desk_ledger_init))

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

/* A step is taken: does it kill? */
static gboolean
steps_on (MatrixDesk  *self,
          GError     **error)
{
  guint step = self->n_steps++;

  for (guint i = 0; i < G_N_ELEMENTS (self->dies_at); i++) {
    if (self->dies_at[i] == step)
      self->is_dead = TRUE;
  }
  if (self->is_dead)
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, "killed");

  return !self->is_dead;
}

static gboolean
matrix_desk_store (WbCouponLedger  *ledger,
                   const WbIssue   *issue,
                   GError         **error)
{
  MatrixDesk *self = MATRIX_DESK (ledger);

  /* Between the shop's answer and the disk, */
  if (!steps_on (self, error))
    return FALSE;
  g_clear_pointer (&self->stored, wb_issue_unref);
  self->stored = copy_issue (issue);

  /* and between the disk and what comes next. */
  return steps_on (self, error);
}

static void
matrix_desk_ledger_init (WbCouponLedgerInterface *iface)
{
  iface->store = matrix_desk_store;
}

static WbShopCoupon *
matrix_desk_create (WbShop              *shop,
                    const WbShopCoupon  *coupon,
                    GCancellable        *cancellable,
                    GError             **error)
{
  MatrixDesk *self = MATRIX_DESK (shop);
  g_autoptr (WbShopCoupon) made = NULL;
  g_autoptr (GError) local_error = NULL;

  if (!steps_on (self, error))
    return NULL;
  self->n_calls++;
  made = wb_shop_create (self->shop, coupon, cancellable, &local_error);
  if (!steps_on (self, error))
    return NULL;
  if (local_error)
    g_propagate_error (error, g_steal_pointer (&local_error));

  return g_steal_pointer (&made);
}

static GPtrArray *
matrix_desk_find_code (WbShop        *shop,
                       const char    *code,
                       GCancellable  *cancellable,
                       GError       **error)
{
  MatrixDesk *self = MATRIX_DESK (shop);
  g_autoptr (GPtrArray) found = NULL;
  g_autoptr (GError) local_error = NULL;

  if (!steps_on (self, error))
    return NULL;
  self->n_calls++;
  found = wb_shop_find_code (self->shop, code, cancellable, &local_error);
  if (!steps_on (self, error))
    return NULL;
  if (local_error)
    g_propagate_error (error, g_steal_pointer (&local_error));

  return g_steal_pointer (&found);
}

static WbShopCoupon *
matrix_desk_read_back (WbShop        *shop,
                       const char    *remote_id,
                       GCancellable  *cancellable,
                       GError       **error)
{
  MatrixDesk *self = MATRIX_DESK (shop);
  g_autoptr (WbShopCoupon) read = NULL;
  g_autoptr (GError) local_error = NULL;

  if (!steps_on (self, error))
    return NULL;
  self->n_calls++;
  read = wb_shop_read_back (self->shop, remote_id, cancellable, &local_error);
  if (!steps_on (self, error))
    return NULL;
  if (local_error)
    g_propagate_error (error, g_steal_pointer (&local_error));

  return g_steal_pointer (&read);
}

static gboolean
matrix_desk_remove (WbShop        *shop,
                    const char    *remote_id,
                    GCancellable  *cancellable,
                    GError       **error)
{
  MatrixDesk *self = MATRIX_DESK (shop);
  g_autoptr (GError) local_error = NULL;
  gboolean removed = FALSE;

  if (!steps_on (self, error))
    return FALSE;
  self->n_calls++;
  removed = wb_shop_remove (self->shop, remote_id, cancellable, &local_error);
  if (!steps_on (self, error))
    return FALSE;
  if (local_error)
    g_propagate_error (error, g_steal_pointer (&local_error));

  return removed;
}

static gint64
matrix_desk_get_retry_after_ms (WbShop *shop)
{
  return wb_shop_get_retry_after_ms (MATRIX_DESK (shop)->shop);
}

static void
matrix_desk_shop_init (WbShopInterface *iface)
{
  iface->create = matrix_desk_create;
  iface->find_code = matrix_desk_find_code;
  iface->read_back = matrix_desk_read_back;
  iface->remove = matrix_desk_remove;
  iface->get_retry_after_ms = matrix_desk_get_retry_after_ms;
}

static void
matrix_desk_finalize (GObject *object)
{
  MatrixDesk *self = MATRIX_DESK (object);

  g_clear_object (&self->shop);
  g_clear_pointer (&self->stored, wb_issue_unref);

  G_OBJECT_CLASS (matrix_desk_parent_class)->finalize (object);
}

static void
matrix_desk_class_init (MatrixDeskClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = matrix_desk_finalize;
}

static void
matrix_desk_init (MatrixDesk *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (self->dies_at); i++)
    self->dies_at[i] = NEVER;
}

/* One issue, and what is to happen to it. */
typedef struct
{
  const WbIssueMatrix *m;
  guint number;
  WbShop *shop;            /* (owned) (nullable) kept from run to run, as a shop's worker keeps it */
  guint dies_at[4];
  gboolean may_fail;       /* something is done to it that no repeating mends */
  guint n_steps;           /* out: how many steps it took */
  WbIssueStep end;         /* out */
} Run;

static const WbPretendFault all_faults[] = {
  WB_PRETEND_FAULT_429, WB_PRETEND_FAULT_423, WB_PRETEND_FAULT_500_BEFORE, WB_PRETEND_FAULT_500_AFTER,
  WB_PRETEND_FAULT_SILENT_BEFORE, WB_PRETEND_FAULT_SILENT_AFTER, WB_PRETEND_FAULT_CUT, WB_PRETEND_FAULT_DROP,
  WB_PRETEND_FAULT_DUPLICATE, WB_PRETEND_FAULT_HTML, WB_PRETEND_FAULT_SLOW, WB_PRETEND_FAULT_OTHER_AMOUNT,
  WB_PRETEND_FAULT_OTHER_EXPIRY, WB_PRETEND_FAULT_DROP_EMAIL, WB_PRETEND_FAULT_UNAUTHORIZED,
  WB_PRETEND_FAULT_LATE, WB_PRETEND_FAULT_NONE,
};

static const WbPretendFault *
get_faults (const WbIssueMatrix *m)
{
  return m->faults ? m->faults : all_faults;
}

/* What the shop stored is not what was meant, or it says that we may not: an issue may end without a
 * coupon then. In all other cases the customer gets one. */
static gboolean
may_end_without (WbPretendFault fault)
{
  return fault == WB_PRETEND_FAULT_OTHER_AMOUNT || fault == WB_PRETEND_FAULT_OTHER_EXPIRY ||
         fault == WB_PRETEND_FAULT_DROP_EMAIL || fault == WB_PRETEND_FAULT_UNAUTHORIZED;
}

/* Codes of our own alphabet that differ from run to run. */
static char *
make_code (guint number)
{
  static const char letters[] = "ABCDEFGHJKMNPQRSTUVWXYZ23456789";
  char code[13] = "WB";

  for (guint i = 2; i < sizeof code - 1; i++) {
    code[i] = letters[number % (sizeof letters - 1)];
    number /= sizeof letters - 1;
  }

  return g_strdup (code);
}

static WbIssue *
new_issue (const Run *run)
{
  WbIssue *issue = wb_issue_new ();

  issue->id = g_strdup_printf ("coupon-%u", run->number);
  issue->wanted = copy_coupon (run->m->coupon);
  g_free (issue->wanted->code);
  issue->wanted->code = make_code (run->number);
  g_free (issue->wanted->ticket_mark);
  issue->wanted->ticket_mark = g_strdup_printf ("ticket-%u", run->number);

  return issue;
}

/* Time passes until the issue may go on, or a person has mended what is wrong. Requests that are still
 * under way arrive before. */
static void
let_time_pass (const Run     *run,
               const WbIssue *issue,
               const GError  *error)
{
  WbClock *clock = WB_CLOCK (run->m->clock);
  gint64 wait_ms = issue->not_before - wb_clock_now (clock);

  run->m->release (run->m->data);
  if (error->domain == WB_REMOTE_ERROR && !wb_remote_error_is_passing (error))
    wait_ms = MAX (wait_ms, PERSON_MS);
  if (wait_ms > 0)
    wb_movable_clock_advance (run->m->clock, wait_ms);
}

/* Exactly one, and it is the one that was meant; or none, and a reason. */
static void
judge (const Run     *run,
       MatrixDesk    *desk,
       const WbIssue *issue)
{
  guint n_live = run->m->count_code (run->m->data, issue->wanted->code);

  g_assert_cmpint (desk->stored->step, ==, issue->step);
  if (issue->step == WB_ISSUE_DONE) {
    g_autoptr (WbShopCoupon) there = NULL;
    g_autoptr (GError) error = NULL;
    g_autofree char *difference = NULL;

    g_assert_cmpuint (n_live, ==, 1);
    g_assert_null (issue->error_code);
    g_assert_cmpstr (desk->stored->wanted->remote_id, ==, issue->wanted->remote_id);
    there = wb_shop_read_back (run->shop, desk->stored->wanted->remote_id, NULL, &error);
    g_assert_no_error (error);
    difference = wb_shop_coupon_difference (desk->stored->wanted, there);
    g_assert_cmpstr (difference, ==, NULL);
    return;
  }

  g_assert_cmpint (issue->step, ==, WB_ISSUE_FAILED);
  g_assert_cmpuint (n_live, ==, 0);
  g_assert_nonnull (desk->stored->error_code);
  g_assert_nonnull (desk->stored->error_message);
  if (!run->may_fail)
    g_error ("no coupon although the shop would have made it: %s", desk->stored->error_message);
}

static void
issue_one (Run *run)
{
  g_autoptr (MatrixDesk) desk = g_object_new (matrix_desk_get_type (), NULL);
  g_autoptr (WbIssue) issue = new_issue (run);

  memcpy (desk->dies_at, run->dies_at, sizeof desk->dies_at);
  desk->stored = copy_issue (issue);
  if (!run->shop)
    run->shop = run->m->open_shop (run->m->data);
  desk->shop = g_object_ref (run->shop);

  for (guint round = 0;; round++) {
    g_autoptr (GError) error = NULL;

    g_assert_cmpuint (round, <, MAX_ROUNDS);
    if (wb_coupon_issuer_run (issue, WB_COUPON_LEDGER (desk), WB_SHOP (desk), WB_CLOCK (run->m->clock), NULL,
                              &error))
      break;
    g_assert_nonnull (error);
    if (!desk->is_dead) {
      let_time_pass (run, issue, error);
      continue;
    }
    /* Started again at once, with nothing but what is on the disk. */
    desk->is_dead = FALSE;
    g_clear_pointer (&issue, wb_issue_unref);
    issue = copy_issue (desk->stored);
    g_clear_object (&run->shop);
    run->shop = run->m->open_shop (run->m->data);
    g_set_object (&desk->shop, run->shop);
  }

  run->m->clear_faults (run->m->data);
  run->m->release (run->m->data);
  run->n_steps = desk->n_steps;
  run->end = issue->step;
  judge (run, desk, issue);
  if (run->m->clear_shop)
    run->m->clear_shop (run->m->data);
}

static void
forget_deaths (Run *run)
{
  for (guint i = 0; i < G_N_ELEMENTS (run->dies_at); i++)
    run->dies_at[i] = NEVER;
}

/* More often than the issuer would send a coupon that may have been made. */
#define PATIENCE 12
/* How many requests of that name one issue makes at most when this fault is among them. */
#define MAX_POSITION 6

static const char *const requests[] = {
  WB_PRETEND_REQUEST_CREATE, WB_PRETEND_REQUEST_FIND, WB_PRETEND_REQUEST_REMOVE, WB_PRETEND_REQUEST_CHECK,
};

/* One fault at one place, and one death. */
static void
run_cell (Run            *run,
          WbPretendFault  fault,
          const char     *request,
          guint           position,
          guint           death)
{
  run->number++;
  forget_deaths (run);
  run->dies_at[0] = death;
  run->may_fail = may_end_without (fault);
  if (fault != WB_PRETEND_FAULT_NONE) {
    run->m->add_fault (run->m->data, WB_PRETEND_FAULT_NONE, request, position);
    run->m->add_fault (run->m->data, fault, request, 1);
  }
  issue_one (run);
}

/**
 * wb_issue_matrix_run_each:
 * @m: a platform
 *
 * Deaths at each step without a fault; each fault at each place without a death, and with deaths at
 * each step where it strikes first.
 */
void
wb_issue_matrix_run_each (const WbIssueMatrix *m)
{
  Run run = { .m = m };
  guint n_cells = 0;

  run_cell (&run, WB_PRETEND_FAULT_NONE, WB_PRETEND_REQUEST_CREATE, 0, NEVER);
  g_assert_cmpint (run.end, ==, WB_ISSUE_DONE);
  g_assert_cmpuint (run.n_steps, >, 8);
  for (guint death = 0; death < MAX_STEPS && death <= run.n_steps; death++, n_cells++)
    run_cell (&run, WB_PRETEND_FAULT_NONE, WB_PRETEND_REQUEST_CREATE, 0, death);

  for (const WbPretendFault *fault = get_faults (m); *fault != WB_PRETEND_FAULT_NONE; fault++) {
    for (guint i = 0; i < G_N_ELEMENTS (requests); i++) {
      for (guint position = 0; position < MAX_POSITION; position++, n_cells++)
        run_cell (&run, *fault, requests[i], position, NEVER);
    }
    g_test_message ("%s: %s at each request", m->name, wb_pretend_fault_to_text (*fault));
    run_cell (&run, *fault, WB_PRETEND_REQUEST_CREATE, 0, NEVER);
    for (guint death = 0; death < MAX_STEPS && death <= run.n_steps; death++, n_cells++)
      run_cell (&run, *fault, WB_PRETEND_REQUEST_CREATE, 0, death);
  }
  g_test_message ("%s: %u cells", m->name, n_cells);

  /* A shop that is busy for long is waited for, not given up. */
  run.number++;
  forget_deaths (&run);
  run.may_fail = FALSE;
  m->add_fault (m->data, WB_PRETEND_FAULT_429, WB_PRETEND_REQUEST_CREATE, PATIENCE);
  issue_one (&run);
  g_assert_cmpint (run.end, ==, WB_ISSUE_DONE);
  g_clear_object (&run.shop);
}

/**
 * wb_issue_matrix_run:
 * @m: a platform
 * @seed: what is drawn
 * @n_runs: how many issues
 *
 * Up to four faults anywhere and up to four deaths at any steps, in each issue others.
 */
void
wb_issue_matrix_run (const WbIssueMatrix *m,
                     guint32              seed,
                     guint                n_runs)
{
  const WbPretendFault *faults = get_faults (m);
  Run run = { .m = m };
  guint n_faults = 0;
  guint n_done = 0;

  while (faults[n_faults] != WB_PRETEND_FAULT_NONE)
    n_faults++;

  for (guint i = 0; i < n_runs; i++) {
    /* Each run by a seed of its own, so that one that fails can be run alone. */
    g_autoptr (WbRandom) random = wb_seeded_random_new ((guint64) seed << 32 | i);
    guint n_deaths = wb_random_below (random, G_N_ELEMENTS (run.dies_at) + 1);
    guint n_troubles = wb_random_below (random, 5);
    g_autoptr (GString) story = g_string_new (NULL);

    run.number = 100000 + i;
    run.may_fail = FALSE;
    forget_deaths (&run);
    for (guint j = 0; j < n_deaths; j++) {
      run.dies_at[j] = wb_random_below (random, MAX_STEPS / 2);
      g_string_append_printf (story, " dies at %u", run.dies_at[j]);
    }
    for (guint j = 0; j < n_troubles; j++) {
      WbPretendFault fault = faults[wb_random_below (random, n_faults)];
      const char *request = requests[wb_random_below (random, G_N_ELEMENTS (requests))];
      guint position = wb_random_below (random, 4);

      m->add_fault (m->data, WB_PRETEND_FAULT_NONE, request, position);
      m->add_fault (m->data, fault, request, 1);
      run.may_fail = run.may_fail || may_end_without (fault);
      g_string_append_printf (story, " %s:%s after %u", request, wb_pretend_fault_to_text (fault), position);
    }
    g_test_message ("%s: seed %u run %u:%s", m->name, seed, i, story->str);
    issue_one (&run);
    n_done += run.end == WB_ISSUE_DONE ? 1 : 0;
  }

  /* Most customers get theirs. */
  g_assert_cmpuint (n_done * 2, >, n_runs);
  g_clear_object (&run.shop);
}
