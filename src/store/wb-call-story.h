/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What became of work done on a call that somebody else took or closed meanwhile, as the agent is
 * told it: both stories, mine and theirs, made of the refused row in the outbox (design.md 7, B.12).
 * What was typed has been sent on as a note by then, so a person only has to read it. */

#pragma once

#include "wb-db.h"
#include "wb-outbox.h"
#include "wb-random.h"
#include "wb-record.h"

G_BEGIN_DECLS

typedef struct
{
  gint64 seq;             /* the outbox row; wb_action_discard() says it was read */
  char *op;               /* (owned) WB_OP_… : what I did */
  char *my_outcome;       /* (owned) (nullable) API text of the outcome or attempt */
  char *my_note;          /* (owned) (nullable) */
  gint64 my_at;           /* ms */
  gboolean note_kept;     /* a note with it was sent, or is on its way */
  char *their_user;       /* (owned) (nullable) user id: who has it, or closed it */
  gboolean is_closed;     /* they closed it, else they have it */
  char *their_outcome;    /* (owned) (nullable) */
  char *their_note;       /* (owned) (nullable) */
  gint64 their_at;        /* ms; WB_TIME_NONE */
} WbCallStory;

WB_DECLARE_RECORD (WbCallStory, wb_call_story)

/* NULL without an error = there is none. */
WbCallStory *wb_call_story_get  (WbDb        *db,
                                 const char  *activity_id,
                                 GError     **error) G_GNUC_WARN_UNUSED_RESULT;

/* Whether @code says that a call is another's or closed by now. */
gboolean     wb_call_story_is_code (const char *code);

/* In the transaction in which the refusal of row @seq is stored: what was done goes on as notes, and
 * of the call's refused and following acts one row stays, the one that tells most. @current: the
 * call as the server has it. */
gboolean     wb_call_story_tell (WbDb        *db,
                                 WbRandom    *random,
                                 gint64       seq,
                                 const char  *code,
                                 const char  *message,
                                 JsonNode    *current,
                                 GError     **error);

G_END_DECLS
