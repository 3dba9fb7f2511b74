/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* How the numbers of results are counted, in plain words: for the window and the report's end. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  const char *title;  /* translated */
  char *text;         /* (owned) translated */
} WbResultsNote;

/* (element-type WbResultsNote) @goal_hours: within which the account wants to call back. Any thread. */
GPtrArray *wb_results_notes_new (int goal_hours) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
