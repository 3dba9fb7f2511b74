/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* An agent of the soak as its files share it: the program's state, and what a person does with one
 * call. */

#pragma once

#include "soak-journal.h"
#include "wb-sync.h"

G_BEGIN_DECLS

typedef struct
{
  WbWorkspace *workspace;   /* (owned) */
  WbSync *sync;             /* (owned) its threads run */
  WbClock *clock;           /* (owned) */
  GTimeZone *zone;          /* (owned) */
  GMainLoop *loop;          /* (owned) */
  GDataInputStream *input;  /* (owned) */
  GCancellable *cancellable;  /* (owned) of what is asked of the engine */
  char *me;                 /* (owned) user id */
  char *settled_path;       /* (owned) */
  char *last_picture;       /* (owned) (nullable) what the journal was told last */
  int journal;              /* a file */
  guint64 seed;
  guint agent;
  guint life;
  guint n_steps;
  guint n_notes;
  guint n_renewing;
  gint64 giving;            /* outbox row of the coupon that is being asked for; 0 = none */
  GHashTable *n_acts;       /* (owned) call -> how often it was decided upon */
  GHashTable *forgotten;    /* (owned) calls taken and left lying */
  WbActivity *before;       /* (owned) (nullable) the call before the last act, which may be taken back */
  char *last_note;          /* (owned) (nullable) typed with that act */
  gboolean finishing;
  gint64 end_seq;           /* how far to read the feed before going; -1 = not yet */
} SoakDesk;

/* The number that ends the id of a call or a ticket. */
guint      soak_read_index            (const char       *id);
void       soak_agent_did             (SoakDesk         *self,
                                       const char       *call_id,
                                       const char       *act);
char      *soak_agent_dup_draft       (SoakDesk         *self,
                                       const char       *call_id) G_GNUC_WARN_UNUSED_RESULT;

/* What is drawn for a call of one's own. */
void       soak_agent_work_on         (SoakDesk         *self,
                                       const WbActivity *call);
/* Takes a free call, or now and then ends it without. */
void       soak_agent_begin           (SoakDesk         *self,
                                       const WbActivity *call);
void       soak_agent_complete        (SoakDesk         *self,
                                       const WbActivity *call);
void       soak_agent_add_note        (SoakDesk         *self,
                                       const WbActivity *call);
void       soak_agent_reopen          (SoakDesk         *self,
                                       const WbActivity *call);
/* Takes the last act back, if there is one. */
void       soak_agent_undo            (SoakDesk         *self);
void       soak_agent_forget_before   (SoakDesk         *self);
/* Asks the server for the coupon of an outbox row, for the first time or again. */
void       soak_agent_ask_for_coupon  (SoakDesk         *self,
                                       gint64            seq);

G_END_DECLS
