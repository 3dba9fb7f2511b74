/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A run of the soak as its files share it. */

#pragma once

#include <gio/gio.h>

#include "soak-run.h"
#include "wb-e2e.h"

G_BEGIN_DECLS

typedef struct _SoakRun SoakRun;

typedef struct
{
  SoakRun *run;                /* (unowned) */
  guint number;
  E2eUser user;
  char *dir;               /* (owned) */
  WbFaultProxy *proxy;     /* (owned) */
  GSubprocess *process;    /* (owned) (nullable) NULL once it has ended by itself */
  guint life;
  gint64 plugged_until;    /* usec; 0 = it has its network */
  GMutex mutex;
  GArray *told;            /* (owned) (element-type SoakTold) (mutex) */
} SoakSeat;

typedef enum
{
  PHASE_STORM,
  PHASE_FINISHING,
  PHASE_ENDING,
  PHASE_OVER,
} SoakPhase;

struct _SoakRun
{
  const SoakPlan *plan;    /* (unowned) */
  SoakResult *result;      /* (unowned) */
  E2e *e2e;                /* (owned) */
  GMainLoop *loop;         /* (owned) */
  GSubprocess *portal;     /* (owned) */
  SoakSeat seats[SOAK_N_AGENTS];
  gint64 from_usec;
  SoakPhase phase;
  gint64 phase_usec;       /* since when */
  gint64 kill_at;          /* usec, as the others */
  gint64 kill_portal_at;
  gint64 plug_at;
  gint64 manager_at;
  gint64 look_at;
  guint n_orders;          /* of the manager */
  gint64 head;             /* the feed's last event, once all is done */
};

void       soak_kill_process    (GSubprocess *process);
/* The merchant's clock shows what those of all programs show. */
void       soak_follow_clock    (SoakRun     *run);
/* Ends all that runs, reads what the service and the agents have, and has it judged. */
void       soak_collect         (SoakRun     *run);

G_END_DECLS
