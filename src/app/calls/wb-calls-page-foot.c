/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What the Calls page says around its list: at the foot how many calls were answered in time, above
 * it that this computer's clock is wrong, or that the helpdesk cannot be reached. */

#include "config.h"

#include "wb-calls-page-private.h"

#include "wb-format.h"
#include "wb-notice.h"
#include "wb-time.h"

#include <glib/gi18n-lib.h>

/* A day's work commits often; the share of a week moves slowly. */
#define COUNT_PAUSE_MS 700

static const int period_days[] = { 7, 30 };
#define N_PERIODS G_N_ELEMENTS (period_days)

typedef struct
{
  WbWorkspace *workspace;  /* (owned) */
  gint64 now;
  int goal_hours;
  WbAnsweredShare goal[N_PERIODS];
  WbAnsweredShare promise[N_PERIODS];
} Shares;

static void
shares_free (Shares *self)
{
  g_object_unref (self->workspace);
  g_free (self);
}

static void
read_shares (GTask        *task,
             gpointer      source,
             gpointer      task_data,
             GCancellable *cancellable)
{
  Shares *shares = task_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (WbDb) reader = wb_workspace_open_reader (shares->workspace, &error);

  for (guint i = 0; reader && i < N_PERIODS; i++) {
    if (!wb_call_store_answered (reader, shares->now - period_days[i] * WB_DAY_MS, shares->now,
                                 shares->goal_hours, &shares->goal[i], &shares->promise[i], &error))
      break;
  }
  if (error)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_boolean (task, TRUE);
}

static char *
format_goal (int goal_hours)
{
  return g_strdup_printf (_ ("within %d h"), goal_hours);
}

static char *
format_promise (void)
{
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "within %d day", "within %d days",
                                       WB_PROMISE_DAYS),
                          WB_PROMISE_DAYS);
}

/* “86% within 24 h”; "" when nothing is counted. */
static char *
describe_share (const WbAnsweredShare *share,
                const char            *limit)
{
  int percent = wb_answered_percent (share);

  if (percent < 0)
    return g_strdup ("");

  /* TRANSLATORS: share of calls answered, and the limit: “86% within 24 h” */
  return g_strdup_printf (C_ ("calls answered", "%d%% %s"), percent, limit);
}

static void
attach (WbCallsPage *self,
        const char  *text,
        gboolean     is_title,
        int          column,
        int          row)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), column == 0 ? 0 : 1);
  gtk_widget_add_css_class (label, "numeric");
  if (is_title)
    gtk_widget_add_css_class (label, "dim-label");
  gtk_grid_attach (GTK_GRID (self->answered_grid), label, column, row, 1, 1);
}

static void
attach_share (WbCallsPage           *self,
              const WbAnsweredShare *share,
              int                    column,
              int                    row)
{
  int percent = wb_answered_percent (share);
  g_autofree char *words = NULL;

  if (percent < 0)
    /* TRANSLATORS: in place of a share of calls: there were none */
    words = g_strdup (C_ ("calls answered", "none yet"));
  else
    /* TRANSLATORS: share of calls, how many of how many */
    words = g_strdup_printf (C_ ("calls answered", "%d%% (%u of %u)"), percent, share->n_met,
                             share->n_counted);
  attach (self, words, FALSE, column, row);
}

static void
show_shares (WbCallsPage  *self,
             const Shares *shares)
{
  g_autofree char *goal = format_goal (shares->goal_hours);
  g_autofree char *promise = format_promise ();
  g_autofree char *goal_share = describe_share (&shares->goal[0], goal);
  g_autofree char *promise_share = describe_share (&shares->promise[0], promise);
  g_autofree char *joined = wb_format_join (goal_share, promise_share, NULL);
  g_autofree char *words = *joined ? g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                                                   "Last %d day: %s",
                                                                   "Last %d days: %s",
                                                                   (gulong) period_days[0]),
                                                      period_days[0], joined)
                                   : g_strdup (_ ("Nothing answered to count yet"));
  GtkWidget *child = NULL;

  gtk_label_set_text (GTK_LABEL (self->foot_label), words);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->foot), GTK_ACCESSIBLE_PROPERTY_LABEL, words,
                                  -1);
  gtk_widget_set_sensitive (self->foot, TRUE);

  while ((child = gtk_widget_get_first_child (self->answered_grid)))
    gtk_grid_remove (GTK_GRID (self->answered_grid), child);
  attach (self, goal, TRUE, 1, 0);
  attach (self, promise, TRUE, 2, 0);
  for (guint i = 0; i < N_PERIODS; i++) {
    g_autofree char *period = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "Last %d day",
                                                            "Last %d days",
                                                            (gulong) period_days[i]),
                                               period_days[i]);

    attach (self, period, TRUE, 0, (int) i + 1);
    attach_share (self, &shares->goal[i], 1, (int) i + 1);
    attach_share (self, &shares->promise[i], 2, (int) i + 1);
  }
}

static void
shares_read_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr (GError) error = NULL;
  gboolean read = g_task_propagate_boolean (G_TASK (result), &error);
  WbCallsPage *self = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  self = WB_CALLS_PAGE (user_data);
  self->counting = FALSE;
  /* What cannot be read is not said; the list tells of a workspace in trouble. */
  if (read)
    show_shares (self, g_task_get_task_data (G_TASK (result)));
}

static gboolean
count_cb (gpointer user_data)
{
  WbCallsPage *self = WB_CALLS_PAGE (user_data);
  const WbAccount *account = wb_context_get_account (self->context);
  g_autoptr (GTask) task = NULL;
  Shares *shares = NULL;

  /* While one is read the timeout comes again, so that what is shown in the end is the newest. */
  if (self->counting)
    return G_SOURCE_CONTINUE;

  self->count_id = 0;
  if (!account)
    return G_SOURCE_REMOVE;
  self->counting = TRUE;
  shares = g_new0 (Shares, 1);
  shares->workspace = g_object_ref (wb_context_get_workspace (self->context));
  shares->now = wb_context_now (self->context);
  shares->goal_hours = account->call_goal_hours;
  task = g_task_new (NULL, self->cancellable, shares_read_cb, self);
  g_task_set_source_tag (task, count_cb);
  g_task_set_task_data (task, shares, (GDestroyNotify) shares_free);
  g_task_run_in_thread (task, read_shares);

  return G_SOURCE_REMOVE;
}

/* Soon, and once for all that happens until then. */
void
wb_calls_page_count_answered (WbCallsPage *self)
{
  if (self->count_id == 0)
    self->count_id = g_timeout_add (COUNT_PAUSE_MS, count_cb, self);
}

/* A wrong clock in the unit people set it by. */
static char *
describe_clock_error (gint64 error_ms)
{
  gint64 size = ABS (error_ms);
  gint64 unit = size >= 36 * WB_HOUR_MS ? WB_DAY_MS
                : size >= 55 * WB_MINUTE_MS ? WB_HOUR_MS
                                            : WB_MINUTE_MS;
  g_autofree char *span = wb_format_span ((size + unit / 2) / unit * unit);

  return error_ms > 0 ? g_strdup_printf (_ ("This computer’s clock is %s ahead"), span)
                      : g_strdup_printf (_ ("This computer’s clock is %s behind"), span);
}

static void
show_offline (WbCallsPage *self)
{
  const WbSyncState *state = wb_context_get_sync_state (self->context);
  gboolean offline = state->phase == WB_SYNC_OFFLINE && state->last_synced_at != WB_TIME_NONE;

  gtk_widget_set_visible (self->offline_box, offline);
  if (offline) {
    g_autofree char *when = wb_format_when (state->last_synced_at, wb_context_now (self->context),
                                            wb_context_get_zone (self->context));
    g_autofree char *words = g_strdup_printf (_ ("Offline · as of %s"), when);

    gtk_label_set_text (GTK_LABEL (self->offline_label), words);
  }
}

/* What time it is and how old this is: said only when it is not as one would think. */
void
wb_calls_page_show_clock (WbCallsPage *self)
{
  gint64 error_ms = wb_context_get_clock_error (self->context);

  show_offline (self);
  if (error_ms != 0) {
    g_autofree char *title = describe_clock_error (error_ms);

    wb_notice_show (WB_NOTICE (self->clock_notice), WB_NOTICE_WARNING, title,
                    _ ("Winback goes by the server’s time."));
  } else {
    wb_notice_hide (WB_NOTICE (self->clock_notice));
  }
}
