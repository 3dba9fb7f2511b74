/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Windows of one minute per user, kept in memory: a restart forgives. Serving thread only. */

#include "config.h"

#include "wb-portal-limits.h"

#include "wb-time.h"

/* More users than this at once means that old windows are worth sweeping out: once a minute, since
 * none ends sooner and a look at all of them for each that comes would cost more and more. */
#define SWEEP_ABOVE 1000

typedef struct
{
  gint64 started_at;  /* ms */
  int taken;
  int at_once;
} Window;

struct _WbPortalLimits
{
  int per_minute;       /* -1 = off */
  GHashTable *windows;  /* (owned) (element-type utf8 Window) by user id */
  gint64 swept_at;      /* ms */
};

/**
 * wb_portal_limits_new:
 * @per_minute: requests each user may make in a minute; -1 = as many as they like, also at once
 *
 * Returns: (transfer full): the limits
 */
WbPortalLimits *
wb_portal_limits_new (int per_minute)
{
  WbPortalLimits *self = g_new0 (WbPortalLimits, 1);

  self->per_minute = per_minute;
  self->swept_at = WB_TIME_NONE;
  self->windows = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  return self;
}

/**
 * wb_portal_limits_free:
 * @self: (transfer full): the limits
 */
void
wb_portal_limits_free (WbPortalLimits *self)
{
  g_hash_table_unref (self->windows);
  g_free (self);
}

static gboolean
window_is_over (gpointer key,
                gpointer value,
                gpointer data)
{
  const Window *window = value;
  const gint64 *now = data;

  return window->at_once == 0 && *now - window->started_at >= WB_MINUTE_MS;
}

static void
sweep (WbPortalLimits *self,
       gint64          now)
{
  gboolean is_new = self->swept_at != WB_TIME_NONE && now >= self->swept_at &&
                    now - self->swept_at < WB_MINUTE_MS;

  if (is_new || g_hash_table_size (self->windows) <= SWEEP_ABOVE)
    return;

  g_hash_table_foreach_remove (self->windows, window_is_over, &now);
  self->swept_at = now;
}

static Window *
ensure_window (WbPortalLimits *self,
               const char     *user,
               gint64          now)
{
  Window *window = g_hash_table_lookup (self->windows, user);

  if (!window) {
    sweep (self, now);
    window = g_new0 (Window, 1);
    window->started_at = now;
    g_hash_table_insert (self->windows, g_strdup (user), window);
  } else if (now - window->started_at >= WB_MINUTE_MS || now < window->started_at) {
    window->started_at = now;
    window->taken = 0;
  }

  return window;
}

/**
 * wb_portal_limits_count:
 * @self: the limits
 *
 * Returns: how many are remembered
 */
guint
wb_portal_limits_count (WbPortalLimits *self)
{
  g_return_val_if_fail (self, 0);

  return g_hash_table_size (self->windows);
}

/**
 * wb_portal_limits_take:
 * @self: the limits
 * @user: the user's id
 * @now: ms
 * @allowance_out: (out caller-allocates): what the answer's headers say
 *
 * Counts a request that begins. A refused one costs nothing and is not given back.
 *
 * Returns: whether the request may go on; then wb_portal_limits_give() ends it
 */
gboolean
wb_portal_limits_take (WbPortalLimits    *self,
                       const char        *user,
                       gint64             now,
                       WbPortalAllowance *allowance_out)
{
  Window *window;
  gint64 end;

  g_return_val_if_fail (self, FALSE);
  g_return_val_if_fail (user, FALSE);

  if (self->per_minute < 0) {
    wb_portal_limits_peek (self, now, allowance_out);
    return TRUE;
  }

  window = ensure_window (self, user, now);
  end = window->started_at + WB_MINUTE_MS;
  *allowance_out = (WbPortalAllowance) {
    .limit = self->per_minute,
    .remaining = MAX (self->per_minute - window->taken, 0),
    .reset_secs = (end + 999) / 1000,
  };

  if (window->taken >= self->per_minute) {
    allowance_out->retry_after_secs = (int) MAX ((end - now + 999) / 1000, 1);
    return FALSE;
  }
  if (window->at_once >= WB_PORTAL_AT_ONCE) {
    allowance_out->retry_after_secs = 1;
    return FALSE;
  }

  window->taken++;
  window->at_once++;
  allowance_out->remaining--;

  return TRUE;
}

/**
 * wb_portal_limits_give:
 * @self: the limits
 * @user: the user's id
 *
 * Ends a request that wb_portal_limits_take() let through.
 */
void
wb_portal_limits_give (WbPortalLimits *self,
                       const char     *user)
{
  Window *window;

  g_return_if_fail (self);
  g_return_if_fail (user);

  window = g_hash_table_lookup (self->windows, user);
  if (window && window->at_once > 0)
    window->at_once--;
}

/**
 * wb_portal_limits_peek:
 * @self: the limits
 * @now: ms
 * @allowance_out: (out caller-allocates): what the headers of an answer to nobody known say
 *
 * Every answer carries the limit, those to a wrong token as well. Without a limit the numbers are
 * the largest there are, so that a reader of the headers never holds back.
 */
void
wb_portal_limits_peek (WbPortalLimits    *self,
                       gint64             now,
                       WbPortalAllowance *allowance_out)
{
  int limit = self->per_minute < 0 ? G_MAXINT : self->per_minute;

  *allowance_out = (WbPortalAllowance) {
    .limit = limit,
    .remaining = limit,
    .reset_secs = (now + WB_MINUTE_MS + 999) / 1000,
  };
}
