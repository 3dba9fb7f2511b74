/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Statistics for the Results page's tests and pictures: rows as a server would send them, made from
 * a seed, and kept for adding up in another way. */

#pragma once

#include "app-fixture.h"

#include "wb-stat-store.h"

G_BEGIN_DECLS

typedef struct
{
  GPtrArray *rows[WB_N_STATS];  /* (owned) (element-type WbFunnelRow / ...) */
  gint32 today;
  char *types[2];               /* (owned) two ticket types */
} ResultsRows;

typedef enum
{
  RESULTS_YEARS,     /* two years in two currencies: the coupon is ahead, the banner has too few */
  RESULTS_WEEK,      /* a week of few: not enough of anything */
  RESULTS_NOTHING,   /* read, and there was nothing */
} ResultsStory;

/* Puts them into the workspace, and says that the server counts offers. */
void       results_fixture_fill      (ResultsRows  *self,
                                      AppFixture   *app,
                                      ResultsStory  story);
void       results_fixture_clear     (ResultsRows  *self);
/* The server says it can do these; @features ends with NULL. */
void       results_fixture_offer     (AppFixture   *app,
                                      const char  **features);
/* A twin: the sum of rows of @tool in the period, of @type and @currency where they are not NULL. */
WbFunnelRow *results_fixture_add_up  (ResultsRows  *self,
                                      WbTool        tool,
                                      gint32        from,
                                      gint32        to,
                                      const char   *type,
                                      const char   *currency) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
