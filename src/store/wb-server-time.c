/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The server's time as far as it is known here; see wb-server-time.h. */

#include "config.h"

#include "wb-server-time.h"

#include "wb-meta-store.h"
#include "wb-workspace.h"

/* What two clocks may seem to wander without being stored anew: `Date` has whole seconds, and
 * answers take their time. */
#define STEP_MS 2000

static gboolean
is_epoch (const WbServerTime *self,
          WbClock            *clock)
{
  return *self->epoch != '\0' && g_str_equal (self->epoch, wb_clock_epoch (clock));
}

/**
 * wb_server_time_read:
 * @self: (out caller-allocates): what is known
 * @db: a reader, or the open transaction
 */
void
wb_server_time_read (WbServerTime *self,
                     WbDb         *db)
{
  g_autofree char *skew = NULL;
  g_autofree char *steady = NULL;
  char *epoch = NULL;

  g_return_if_fail (self);
  g_return_if_fail (db);

  *self = (WbServerTime) { 0 };
  skew = wb_workspace_dup_meta (db, WB_META_CLOCK_SKEW_MS);
  if (!skew)
    return;
  self->is_known = TRUE;
  self->skew_ms = g_ascii_strtoll (skew, NULL, 10);
  steady = wb_workspace_dup_meta (db, WB_META_CLOCK_STEADY);
  if (!steady)
    return;
  self->offset_ms = g_ascii_strtoll (steady, &epoch, 10);
  if (*epoch == ' ')
    g_strlcpy (self->epoch, epoch + 1, sizeof self->epoch);
}

/**
 * wb_server_time_store:
 * @self: what is known
 * @db: the open transaction
 *
 * Returns: `TRUE` if it is stored with the transaction; `FALSE` with a %WB_DB_ERROR
 */
gboolean
wb_server_time_store (const WbServerTime  *self,
                      WbDb                *db,
                      GError             **error)
{
  g_autofree char *skew = NULL;
  g_autofree char *steady = NULL;

  g_return_val_if_fail (self && self->is_known, FALSE);
  g_return_val_if_fail (db, FALSE);

  skew = g_strdup_printf ("%" G_GINT64_FORMAT, self->skew_ms);
  steady = g_strdup_printf ("%" G_GINT64_FORMAT " %s", self->offset_ms, self->epoch);

  return wb_workspace_set_meta (db, WB_META_CLOCK_SKEW_MS, skew, error) &&
         wb_workspace_set_meta (db, WB_META_CLOCK_STEADY, steady, error);
}

/**
 * wb_server_time_learn:
 * @self: what is known
 * @clock: this computer's
 * @server_ms: what the server's clock shows now
 *
 * Small differences are taken for the way of the answer, so that time does not jump to and fro.
 *
 * Returns: whether @self is another now, and to be stored
 */
gboolean
wb_server_time_learn (WbServerTime *self,
                      WbClock      *clock,
                      gint64        server_ms)
{
  gint64 wall_ms = 0;
  gint64 steady_ms = 0;
  gint64 skew_ms = 0;
  gboolean goes_on = FALSE;

  g_return_val_if_fail (self, FALSE);
  g_return_val_if_fail (WB_IS_CLOCK (clock), FALSE);

  wall_ms = wb_clock_now (clock);
  steady_ms = wb_clock_steady (clock);
  goes_on = is_epoch (self, clock) && ABS (steady_ms + self->offset_ms - server_ms) <= STEP_MS;
  skew_ms = (goes_on ? steady_ms + self->offset_ms : server_ms) - wall_ms;
  /* Of a clock never heard before that agrees with ours there is nothing to correct. */
  if (ABS (skew_ms - self->skew_ms) <= STEP_MS) {
    if (goes_on)
      return FALSE;
    skew_ms = self->skew_ms;
  }

  self->is_known = TRUE;
  self->skew_ms = skew_ms;
  self->offset_ms = wall_ms + skew_ms - steady_ms;
  g_strlcpy (self->epoch, wb_clock_epoch (clock), sizeof self->epoch);

  return TRUE;
}

/**
 * wb_server_time_now:
 * @self: what is known
 * @clock: this computer's
 *
 * Returns: the server's time now, in ms
 */
gint64
wb_server_time_now (const WbServerTime *self,
                    WbClock            *clock)
{
  g_return_val_if_fail (self, 0);
  g_return_val_if_fail (WB_IS_CLOCK (clock), 0);

  if (is_epoch (self, clock))
    return wb_clock_steady (clock) + self->offset_ms;

  return wb_clock_now (clock) + self->skew_ms;
}

/**
 * wb_server_time_get_error:
 * @self: what is known
 * @clock: this computer's
 *
 * Returns: how far the clock on the wall is ahead of the server's, in ms; 0 when it is within
 *   %WB_CLOCK_FINE_MS, or the server's is not known
 */
gint64
wb_server_time_get_error (const WbServerTime *self,
                          WbClock            *clock)
{
  gint64 error_ms = 0;

  g_return_val_if_fail (self, 0);
  g_return_val_if_fail (WB_IS_CLOCK (clock), 0);

  if (!self->is_known)
    return 0;
  error_ms = wb_clock_now (clock) - wb_server_time_now (self, clock);

  return ABS (error_ms) > WB_CLOCK_FINE_MS ? error_ms : 0;
}
