/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A workspace in a folder of its own, with an account of level 1, an agent (who the token is of), a
 * colleague and a manager, and records to put in. */

#pragma once

#include "wb-account-store.h"
#include "wb-banner-store.h"
#include "wb-call-store.h"
#include "wb-coupon-store.h"
#include "wb-meta-store.h"
#include "wb-offer-store.h"
#include "wb-outbox.h"
#include "wb-staff-actions.h"
#include "wb-ticket-store.h"
#include "wb-time.h"
#include "wb-workspace.h"

G_BEGIN_DECLS

/* 2025-10-03T10:00:00Z */
#define NOW G_GINT64_CONSTANT (1759485600000)

#define AGENT "d1000001-0000-4000-8000-000000000000"
#define COLLEAGUE "d1000002-0000-4000-8000-000000000000"
#define MANAGER "d1000003-0000-4000-8000-000000000000"

typedef struct
{
  char *root;                /* temporary folder */
  char *dir;                 /* the workspace's in it */
  WbClock *clock;            /* stopped at NOW */
  WbRandom *random;
  WbWorkspace *ws;
} Fixture;

/* @data of g_test_add(): NULL = agent, else the user id of the token. */
void        fixture_set_up       (Fixture *fixture, gconstpointer data);
void        fixture_tear_down    (Fixture *fixture, gconstpointer data);
void        fixture_reopen       (Fixture *fixture);
void        fixture_remove       (const char *path);

#define FIXTURE_ADD(path, function) \
  g_test_add (path, Fixture, NULL, fixture_set_up, function, fixture_tear_down)

WbTicket   *make_ticket          (const char *id, const char *code, const char *customer, gint64 version);
WbActivity *make_call            (const char *id, const char *ticket, gint64 due_at, gint64 version);
WbOfferSet *make_offers          (const char *type, const char *amount, gint64 version);
WbCoupon   *make_coupon          (const char *id, const char *ticket, gint64 version);
WbBanner   *make_banner          (const char *id, const char *name, gint64 version);

/* One transaction each; they must succeed. */
gboolean    put_ticket           (Fixture *fixture, WbTicket *ticket);
gboolean    put_call             (Fixture *fixture, WbActivity *call);
gboolean    put_offers           (Fixture *fixture, WbOfferSet *set);
gboolean    put_banner           (Fixture *fixture, WbBanner *banner);
void        put_meta             (Fixture *fixture, const char *key, const char *value);

WbActivity *read_call            (Fixture *fixture, const char *id);
GPtrArray  *read_outbox          (Fixture *fixture);
gint64      read_number          (WbDb *db, const char *sql);
/* Ids of the tickets found, newest first, with spaces between. */
char       *search_tickets       (Fixture *fixture, const char *typed);

G_END_DECLS
