/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Leave of the desktop to go on working with the window closed: the background portal
 * (org.freedesktop.portal.Background). Where there is none, or it says no, nothing fails: what it
 * said is kept and shown in the preferences. Main thread only. */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* The numbers of the settings' key "background-answer". */
typedef enum
{
  WB_BACKGROUND_UNKNOWN,  /* never asked, or no answer yet */
  WB_BACKGROUND_ALLOWED,
  WB_BACKGROUND_REFUSED,
  WB_BACKGROUND_MISSING,  /* this desktop has no such portal: nothing stands in the way */
} WbBackgroundAnswer;

void               wb_background_request_async   (GDBusConnection     *bus,
                                                  const char          *reason,
                                                  GCancellable        *cancellable,
                                                  GAsyncReadyCallback  callback,
                                                  gpointer             user_data);
WbBackgroundAnswer wb_background_request_finish  (GAsyncResult        *result,
                                                  GError             **error);

/* What it said last. @settings NULL = none are installed. */
WbBackgroundAnswer wb_background_get_answer      (GSettings           *settings);
void               wb_background_set_answer      (GSettings           *settings,
                                                  WbBackgroundAnswer   answer);

G_END_DECLS
