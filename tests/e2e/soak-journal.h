/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What an agent of the soak showed and typed, as lines of a file that outlives any kill: each line is
 * one write, made before what it announces or after what it reports. The agent writes, the judge
 * reads. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Also the first word of the line. */
typedef enum
{
  SOAK_LIFE,      /* the program was started once more */
  SOAK_SAW,       /* what it shows as its own: feed position, then calls */
  SOAK_MEANS,     /* it is about to store a note */
  SOAK_KEPT,      /* a note is stored: from now on it must not be lost */
  SOAK_UNDID,     /* the act it went with is about to be taken back */
  SOAK_REFUSED,   /* a refusal was read in the outbox: what, and why */
  SOAK_FINAL,     /* what it shows of a call at the very end */
  SOAK_DID,       /* an act, for the count */
  SOAK_GAVE,      /* it was told that this coupon was given */
  SOAK_N_KINDS,
} SoakKind;

/* A call shown as held by the agent. */
typedef struct
{
  guint call;
  gint64 version;
  gboolean confirmed;   /* FALSE: marked as not yet confirmed by the server */
} SoakHeld;

typedef struct
{
  SoakKind kind;
  gint64 at_usec;       /* monotonic */
  gint64 seq;           /* SAW: how far it has read the feed; -1 = not at all */
  GArray *held;         /* (owned) (nullable) SAW: (element-type SoakHeld) */
  guint call;           /* of all but LIFE and SAW */
  gint64 version;       /* FINAL */
  char *word;           /* (owned) (nullable) the note; REFUSED: op/code; FINAL: open or the outcome; DID: act;
                         * GAVE: the coupon's id */
} SoakLine;

void       soak_line_free       (SoakLine    *self);

/* Appending; @fd was opened with O_APPEND. */
void       soak_write_saw       (int          fd,
                                 gint64       seq,
                                 GArray      *held);
void       soak_write           (int          fd,
                                 SoakKind     kind,
                                 guint        call,
                                 gint64       version,
                                 const char  *word);

/* (element-type SoakLine) */
GPtrArray *soak_journal_read    (const char  *path) G_GNUC_WARN_UNUSED_RESULT;
/* For tests of the judge. */
SoakLine  *soak_line_parse      (const char  *text) G_GNUC_WARN_UNUSED_RESULT;

/* A cursor of the feed as its position; -1 = it is none. */
gint64     soak_read_cursor     (const char  *cursor);

/* Repeatable choices: below @bound, by a seed and what is being chosen. */
guint      soak_choose          (guint64      seed,
                                 guint        bound,
                                 const char  *format,
                                 ...) G_GNUC_PRINTF (3, 4);

G_END_DECLS
