/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What is known of the server's clock, by which lateness is judged (reference/retino-api.md B.1).
 *
 * Each answer's `Date` is compared with both clocks of this computer: the one on the wall, which
 * somebody may set, and the steady one, which nobody can. While the computer has not been started
 * anew the steady one tells the server's time, whatever the wall shows; after that the wall's does,
 * with the difference last seen, until the next answer. The two are kept in the workspace. */

#pragma once

#include "wb-clock.h"
#include "wb-db.h"

G_BEGIN_DECLS

/* A clock that is wrong by more than this is told. */
#define WB_CLOCK_FINE_MS (2 * G_GINT64_CONSTANT (60000))

/* A plain value: whoever shares it guards it. */
typedef struct
{
  gboolean is_known;     /* an answer has been seen, on whatever boot */
  gint64 skew_ms;        /* server minus wall */
  gint64 offset_ms;      /* server minus steady */
  char epoch[64];        /* of the steady clock; "" = not known */
} WbServerTime;

/* What the workspace has. */
void      wb_server_time_read       (WbServerTime        *self,
                                     WbDb                *db);
gboolean  wb_server_time_store      (const WbServerTime  *self,
                                     WbDb                *db,
                                     GError             **error);

/* An answer said that it is @server_ms now. Gives whether that is news worth storing. */
gboolean  wb_server_time_learn      (WbServerTime        *self,
                                     WbClock             *clock,
                                     gint64               server_ms);

/* The server's time now; the wall's while nothing is known. */
gint64    wb_server_time_now        (const WbServerTime  *self,
                                     WbClock             *clock);
/* How far the wall's clock is ahead of the server's, ms; 0 = near enough, or not known. */
gint64    wb_server_time_get_error  (const WbServerTime  *self,
                                     WbClock             *clock);

G_END_DECLS
