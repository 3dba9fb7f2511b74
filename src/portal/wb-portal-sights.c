/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* When the serving thread moves views and clicks from the spool into the ledger: soon after they
 * came, a few at a time so that customers are not kept waiting, and again later while the ledger is
 * locked, full or gone. */

#include "config.h"

#include "wb-portal-private.h"

#include "wb-ledger-funnel.h"
#include "wb-ledger-recount.h"

/* Once a second: whoever comes just then waits for it, and that is to be one in many, however many
 * there are. What came meanwhile shares a transaction. */
#define DRAIN_MS 1000
/* What one turn may take of the serving thread's time. */
#define BUDGET_MS 30
/* At the end nobody is served any more. */
#define BUDGET_END_MS 5000

static gboolean
drain_cb (gpointer data)
{
  WbPortal *self = data;

  g_clear_pointer (&self->drain_source, g_source_unref);
  wb_portal_drain_sights (self, BUDGET_MS);
  wb_portal_pass_funnel_time (self);

  return G_SOURCE_REMOVE;
}

static void
disarm (WbPortal *self)
{
  if (self->drain_source) {
    g_source_destroy (self->drain_source);
    g_clear_pointer (&self->drain_source, g_source_unref);
  }
}

static void
arm (WbPortal *self)
{
  disarm (self);
  self->drain_source = g_timeout_source_new (DRAIN_MS);
  g_source_set_callback (self->drain_source, drain_cb, self, NULL);
  g_source_attach (self->drain_source, self->context);
}

void
wb_portal_take_sight (WbPortal            *self,
                      const WbLedgerSight *sight)
{
  wb_portal_spool_add (self->spool, sight);
  if (!self->drain_source)
    arm (self);
}

void
wb_portal_drain_sights (WbPortal *self,
                        int       budget_ms)
{
  g_autoptr (GError) error = NULL;
  gboolean all = wb_portal_spool_drain (self->spool, self->ledger, budget_ms, &error);

  wb_portal_tell_events (self);
  if (error && !self->drain_failed)
    g_message ("Views and clicks wait in the journal: %s", error->message);
  self->drain_failed = error ? TRUE : FALSE;

  if (all)
    disarm (self);
  else
    arm (self);
}

void
wb_portal_pass_funnel_time (WbPortal *self)
{
  g_autoptr (GError) error = NULL;
  gboolean more = FALSE;

  if (!wb_ledger_funnel_is_due (self->ledger))
    return;
  if (!wb_portal_try_begin (self, &error) ||
      !wb_ledger_funnel_pass_time (self->ledger, &more, &error) ||
      !wb_portal_commit (self, &error)) {
    wb_portal_rollback (self);
    more = TRUE;
    if (!g_error_matches (error, WB_DB_ERROR, WB_DB_ERROR_BUSY))
      g_message ("What time has closed could not be stored: %s", error->message);
  }
  if (more && !self->drain_source)
    arm (self);
}

void
wb_portal_notice_recount (WbPortal *self,
                          gboolean  now)
{
  g_autofree char *mark = wb_ledger_recount_dup_mark (self->ledger);

  if (self->recount && mark && (now || g_strcmp0 (mark, self->recount_mark) == 0))
    wb_portal_recount_wake (self->recount);
  g_free (self->recount_mark);
  self->recount_mark = g_steal_pointer (&mark);
}

gboolean
wb_portal_open_sights (WbPortal  *self,
                       GError   **error)
{
  g_autofree char *path = g_strconcat (wb_db_get_path (self->ledger->db), ".sights", NULL);

  self->spool = wb_portal_spool_open (path, self->clock, self->random, error);

  return self->spool ? TRUE : FALSE;
}

void
wb_portal_end_sights (WbPortal *self)
{
  wb_portal_drain_sights (self, BUDGET_END_MS);
  disarm (self);
  g_clear_pointer (&self->spool, wb_portal_spool_close);
}
