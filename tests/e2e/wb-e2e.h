/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A whole merchant for end-to-end tests: a portal with its ledger in a temporary folder, a pretend
 * WooCommerce store behind it, five agents and two managers, a clock that only the test moves, and
 * seats: a workspace with its engine, as one member of staff has it on a desk. Everything really
 * goes through HTTP on loopback; only the threads of the engine are replaced by direct calls. */

#pragma once

#include "wb-portal.h"
#include "wb-pretend-woo.h"
#include "wb-sync.h"
#include "wb-time.h"

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

#define E2E_NOW G_GINT64_CONSTANT (1763719200000)  /* 2025-11-21T10:00:00Z */
#define E2E_TYPE_RETURN "b1000001-0000-4000-8000-000000000001"
#define E2E_TYPE_CLAIM "b1000002-0000-4000-8000-000000000002"

typedef enum
{
  E2E_EVA,      /* agent */
  E2E_TOMAS,    /* agent */
  E2E_MARIE,    /* manager */
  E2E_PETR,     /* manager */
  E2E_LENKA,    /* agent, as the two after her */
  E2E_JAN,
  E2E_OTA,
  E2E_N_USERS,
} E2eUser;

typedef struct
{
  char *dir;               /* (owned) removed at the end */
  gboolean keep_dir;       /* unless this is set */
  WbMovableClock *clock;   /* (owned) */
  WbRandom *random;        /* (owned) */
  WbPretendWoo *woo;       /* (owned) CZK */
  const char *woo_url;     /* (unowned) */
  WbPortal *portal;        /* (owned) (nullable) NULL while stopped */
  guint16 port;            /* the portal's, the same over a restart */
  char *url;               /* (owned) .../api/v2 */
  char *tokens[E2E_N_USERS];    /* (owned) */
  char *user_ids[E2E_N_USERS];  /* (owned) */
} E2e;

E2e        *e2e_new            (guint        n_tickets,
                                guint        n_calls) G_GNUC_WARN_UNUSED_RESULT;
void        e2e_free           (E2e         *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (E2e, e2e_free)

void        e2e_stop_portal    (E2e         *self);
void        e2e_start_portal   (E2e         *self);
void        e2e_advance        (E2e         *self,
                                gint64       ms);

/* The ids the merchant's tickets and calls have: 0 ... n-1. */
char       *e2e_ticket_id      (guint        index) G_GNUC_WARN_UNUSED_RESULT;
char       *e2e_call_id        (guint        index) G_GNUC_WARN_UNUSED_RESULT;

/* One desk. */
typedef struct
{
  E2e *e2e;                /* (unowned) */
  E2eUser user;
  char *dir;               /* (owned) */
  WbSecrets *secrets;      /* (unowned) a file; the engine's */
  WbWorkspace *workspace;  /* (owned) */
  WbSync *sync;            /* (owned) */
} E2eSeat;

/* Connected, nothing read yet. */
E2eSeat    *e2e_seat_new       (E2e         *e2e,
                                E2eUser      user) G_GNUC_WARN_UNUSED_RESULT;
void        e2e_seat_free      (E2eSeat     *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (E2eSeat, e2e_seat_free)

/* Pull and push; must succeed. */
void        e2e_seat_sync      (E2eSeat     *self);
WbActivity *e2e_seat_call      (E2eSeat     *self,
                                guint        index) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray  *e2e_seat_outbox    (E2eSeat     *self) G_GNUC_WARN_UNUSED_RESULT;

/* A client of one's own, and what the API says, read with it. */
WbHelpdesk *e2e_client         (E2e         *self,
                                E2eUser      user) G_GNUC_WARN_UNUSED_RESULT;
JsonNode   *e2e_api_get        (E2e         *self,
                                const char  *path) G_GNUC_WARN_UNUSED_RESULT;
WbActivity *e2e_api_call       (E2e         *self,
                                guint        index) G_GNUC_WARN_UNUSED_RESULT;
WbTicket   *e2e_api_ticket     (E2e         *self,
                                guint        index) G_GNUC_WARN_UNUSED_RESULT;

/* Ends a program; whether it had been killed by itself before: that it is gone may not be noticed yet, but
 * how it went is told. */
gboolean    e2e_end_child      (GSubprocess *child);

/* Removes a folder with all in it. */
void        e2e_remove_tree    (const char  *path);

G_END_DECLS
