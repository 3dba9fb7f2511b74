/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Runs a soak: a merchant with calls, the service as a program of its own, a bad network for each of
 * five agents, who are programs, too; kills and cuts, until every call is closed; and hands the story
 * to the judge. */

#pragma once

#include "soak-judge.h"
#include "wb-fault-proxy.h"

G_BEGIN_DECLS

#define SOAK_N_AGENTS 5u

typedef struct
{
  guint64 seed;
  guint n_calls;
  guint factor;             /* how much faster than real time the clocks run */
  guint storm_secs;         /* at most so long, then the weather clears and all is finished */
  guint kill_ms;            /* an agent is killed about so often; 0 = never */
  guint kill_portal_ms;     /* the service is; 0 = never */
  guint manager_ms;         /* a manager gives somebody's call to another about so often; 0 = never */
  guint plug_ms;            /* an agent's network is cut about so often; 0 = never */
  WbFaultRates rates;
  WbLie lie;
  guint patience_secs;      /* to finish in, once the weather is clear */
  gboolean keep;            /* the folder with all that happened stays if something is wrong */
} SoakPlan;

/* A bad day; the members may be changed. */
void        soak_plan_init    (SoakPlan        *self,
                               guint64          seed,
                               guint            n_calls);

typedef struct
{
  GPtrArray *problems;      /* (owned) (element-type utf8) as soak_judge() gives them */
  SoakSums sums;
  guint faults[WB_FAULT_N]; /* requests by fate */
  guint n_kills;
  guint n_portal_kills;
  guint n_plugs;
  guint n_handed_on;        /* calls, by a manager */
  guint n_repeats;          /* keys that were answered again */
  guint n_acts;             /* of the agents */
  char *acts;               /* (owned) by kind, for people */
  gint64 took_ms;
  char *dir;                /* (owned) (nullable) the folder that was kept */
} SoakResult;

SoakResult *soak_run          (const SoakPlan  *plan) G_GNUC_WARN_UNUSED_RESULT;
void        soak_result_free  (SoakResult      *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SoakResult, soak_result_free)

/* For people: what was survived. */
char       *soak_result_describe (const SoakResult *self) G_GNUC_WARN_UNUSED_RESULT;
/* Whether one of the problems is of this rule ("note", "holder", ...). */
gboolean    soak_result_blames   (const SoakResult *self,
                                  const char       *rule);

G_END_DECLS
