/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Judges a soak by what the service has in the end and by what each agent showed and typed on the
 * way. Pure: the tests of the judge hand it stories in which something is wrong.
 *
 * What must hold, in every schedule:
 *
 * - outcome: every call is closed, with an outcome; it was closed once more often than it was reopened,
 *   by the feed and by its ticket's history alike, and the last closing's outcome is the call's.
 * - version: the versions of a call only rise along the feed.
 * - holder: whatever an agent shows as its own and as confirmed is so by the server's word: the server
 *   gave it that call in the version shown, and the agent has not yet read an event that changed it.
 *   The server has one holder in each version, so two agents can show one call at once only as long as
 *   the one whose version is older has not been told of the newer: for this call it is not online.
 *   What is marked as not yet confirmed does not count: the agent is told to doubt it.
 * - told: and it does get told: when the feed's answer with the newer version has arrived whole at an
 *   agent's computer, the agent no longer shows the older one a while later (GRACE_SECS).
 * - note: each note that was stored stands in its ticket's history (with its outcome, its attempt or
 *   for itself) exactly once, and no other does. One whose act was taken back is being typed again
 *   while the server may have it for good: it may stand there once more for each time.
 * - coupon: a ticket has at most one coupon that did not fail, and whatever coupon somebody was told of
 *   is one of its own.
 * - refused: what the outbox refused was refused because a colleague had or closed the call,
 *   or the ticket had its coupon.
 * - picture: in the end every agent shows every call as the server has it. */

#pragma once

#include <glib.h>

#include "soak-journal.h"

G_BEGIN_DECLS

/* A version of a call, as the feed told it. */
typedef struct
{
  gint64 seq;        /* position in the feed */
  guint call;
  gint64 version;
  gboolean is_open;
  char *holder;      /* (owned) (nullable) user id */
} SoakEvent;

void       soak_event_free      (SoakEvent   *self);

/* The feed's answer that brought an agent this far has arrived whole. */
typedef struct
{
  gint64 at_usec;
  gint64 seq;
} SoakTold;

typedef struct
{
  char *user_id;        /* (owned) */
  GPtrArray *journal;   /* (owned) (element-type SoakLine) */
  GArray *told;         /* (owned) (element-type SoakTold) in order of time */
} SoakAgent;

void       soak_agent_free      (SoakAgent   *self);

/* As the service has it in the end. */
typedef struct
{
  gboolean is_open;
  gint64 version;
  char *outcome;        /* (owned) (nullable) */
  GPtrArray *coupons;   /* (owned) (element-type utf8) ids of its ticket's */
  guint n_coupons;      /* how many of them did not fail */
  GPtrArray *texts;     /* (owned) (element-type utf8) of the ticket's history, then of the attempts */
} SoakCall;

void       soak_call_free       (SoakCall    *self);

typedef struct
{
  GPtrArray *events;    /* (owned) (element-type SoakEvent) in the feed's order */
  GPtrArray *agents;    /* (owned) (element-type SoakAgent) */
  GPtrArray *calls;     /* (owned) (element-type SoakCall) by index */
} SoakStory;

SoakStory *soak_story_new       (void) G_GNUC_WARN_UNUSED_RESULT;
void       soak_story_free      (SoakStory   *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SoakStory, soak_story_free)

/* What came about, for people. */
typedef struct
{
  guint n_notes;        /* stored */
  guint n_closings;
  guint n_reopenings;
  guint n_refused;
  guint n_coupons;
  guint n_shown;        /* pictures with a held call in them */
  guint n_overlaps;     /* one call shown by two, one of whom had not been told */
  gint64 longest_usec;  /* of those */
} SoakSums;

/* (element-type utf8): what is wrong, each beginning with the word of the rule and a colon. */
GPtrArray *soak_judge           (const SoakStory  *story,
                                 SoakSums         *sums_out) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
