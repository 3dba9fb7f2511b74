/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A helpdesk in memory behind the scripted server, as reference/retino-api.md part B says it should
 * behave: versions, If-Match, idempotency, the event feed with its expiry, paging by time. Level 0
 * is the same with most of it switched off. Objects are JSON, changed by tests directly. */

#pragma once

#include <json-glib/json-glib.h>

#include "wb-clock.h"
#include "wb-stub-server.h"

G_BEGIN_DECLS

typedef struct
{
  WbStubServer *stub;       /* (owned) */
  GMutex lock;
  int level;
  gboolean has_events;
  gboolean has_banners;     /* and the earlier versions of settings */
  gboolean has_stats;       /* answered by wb-fake-stats.h */
  gboolean has_funnel;
  gboolean is_drifting;     /* each page of tickets claims another count */
  gboolean has_date;        /* its answers say when they were made */
  gint64 now;               /* ms: the Date it sends and what it stamps */
  gint64 lag_ms;            /* time that passes with each answer, by lag_clock */
  WbMovableClock *lag_clock;  /* (unowned) (nullable) */
  gint64 ahead_ms;          /* of its Date only: time passes and stamps stay comparable */
  char *token;              /* (owned) the one that is valid */
  GPtrArray *tickets;       /* (owned) (element-type JsonObject) */
  GPtrArray *activities;    /* (owned) (element-type JsonObject) */
  GPtrArray *coupons;       /* (owned) (element-type JsonObject) */
  GPtrArray *settings;      /* (owned) (element-type JsonObject) */
  JsonObject *account;      /* (owned) */
  GPtrArray *banners;       /* (owned) (element-type JsonObject) */
  GPtrArray *versions;      /* (owned) (element-type JsonObject) of the one type */
  GPtrArray *files;         /* (owned) (element-type JsonObject) */
  GHashTable *contents;     /* (owned) file id -> GBytes, at /f/ID for everybody */
  GPtrArray *events;        /* (owned) (element-type JsonObject) */
  guint first_event;        /* older ones are expired */
  GHashTable *answers;      /* (owned) idempotency key -> "STATUS BODY" */
  GHashTable *bodies;       /* (owned) idempotency key -> path and body */
  GPtrArray *notes;         /* (owned) (element-type utf8) "ticket:outcome:text" of calls */
  gboolean is_manager;      /* whoever writes may change others' calls */
  guint n_effects;          /* writes that changed something */
} WbFakeHelpdesk;

WbFakeHelpdesk *wb_fake_helpdesk_new           (int level);
void            wb_fake_helpdesk_free          (WbFakeHelpdesk *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WbFakeHelpdesk, wb_fake_helpdesk_free)

JsonObject     *wb_fake_helpdesk_add_ticket    (WbFakeHelpdesk *self, const char *id, gint64 updated_at);
/* A note in a ticket's history, which only the ticket's detail has. */
void            wb_fake_helpdesk_add_history   (WbFakeHelpdesk *self, const char *ticket, const char *text);
JsonObject     *wb_fake_helpdesk_add_call      (WbFakeHelpdesk *self, const char *id, const char *ticket);
JsonObject     *wb_fake_helpdesk_add_coupon    (WbFakeHelpdesk *self, const char *id, const char *ticket);
/* An uploaded file and a banner that shows it. */
JsonObject     *wb_fake_helpdesk_add_file      (WbFakeHelpdesk *self, GBytes *bytes);
JsonObject     *wb_fake_helpdesk_add_banner    (WbFakeHelpdesk *self, const char *id, JsonObject *file);
JsonObject     *wb_fake_helpdesk_find          (WbFakeHelpdesk *self, GPtrArray *list, const char *id);
/* Raises the version, stamps the time and adds the event; @change as in "updated". */
void            wb_fake_helpdesk_touch         (WbFakeHelpdesk *self, const char *kind, JsonObject *object, const char *change);
void            wb_fake_helpdesk_delete        (WbFakeHelpdesk *self, const char *kind, GPtrArray *list, const char *id);

G_END_DECLS
