/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The outbox: every staff write, stored in the transaction of its local effect, with its
 * idempotency key and the version it was based on (design.md 7, reference/retino-api.md B.12). */

#pragma once

#include "wb-db.h"
#include "wb-record.h"

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* Operations, as stored. */
#define WB_OP_ASSIGN "activity.assign"
#define WB_OP_RESCHEDULE "activity.reschedule"
#define WB_OP_COMPLETE "activity.complete"
#define WB_OP_REOPEN "activity.reopen"
#define WB_OP_NOTE "activity.note"
#define WB_OP_SETTINGS "settings.put"
#define WB_OP_ADDON "account.remarketing"
#define WB_OP_ACCOUNT "account.patch"
#define WB_OP_BANNER "banner.patch"
#define WB_OP_PHONE "ticket.phone"
/* A staff coupon: never sent on its own later; the person is told "not confirmed yet" and asks
 * again with the same key. */
#define WB_OP_COUPON "ticket.coupon"

/* The code of a row that waits because the server said for how long; nothing else shortens that. */
#define WB_OUTBOX_RETRY_AFTER "retry_after"

/* The object id of what changes the account, of which there is one. */
#define WB_OUTBOX_ACCOUNT "account"

typedef enum
{
  WB_OUTBOX_WAITING,    /* to be sent (again) when next_attempt_at has come */
  WB_OUTBOX_SENDING,    /* being sent; found so at start = outcome unknown, same key goes again */
  WB_OUTBOX_NEEDS_YOU,  /* refused: a person edits, resends or discards */
  WB_OUTBOX_CONFLICT,   /* a true clash: mine / theirs / before */
} WbOutboxState;

typedef struct
{
  gint64 seq;              /* order of sending; 0 = not stored yet */
  char *key;               /* (owned) idempotency key, UUID */
  char *op;                /* (owned) WB_OP_… */
  char *object_kind;       /* (owned) activity|settings|account|banner|ticket */
  char *object_id;         /* (owned) */
  gint64 base_version;     /* If-Match; rows behind another take its answer's version */
  JsonNode *body;          /* (owned) what is sent */
  JsonNode *base;          /* (owned) (nullable) the object the person saw */
  WbOutboxState state;
  gint64 created_at;       /* ms */
  gint64 next_attempt_at;  /* ms; 0 = at once */
  int attempts;
  char *error_code;        /* (owned) (nullable) the server's code */
  char *error_message;     /* (owned) (nullable) the server's words */
  JsonNode *current;       /* (owned) (nullable) the server's object, for a conflict */
  JsonNode *story;         /* (owned) (nullable) what went on as a note; see wb-call-story.h */
} WbOutboxRow;

WB_DECLARE_RECORD (WbOutboxRow, wb_outbox_row)

const char  *wb_outbox_state_to_text   (WbOutboxState state);

gboolean     wb_outbox_add             (WbDb *db, WbOutboxRow *row, GError **error);  /* sets seq */
WbOutboxRow *wb_outbox_get             (WbDb *db, gint64 seq, GError **error) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray   *wb_outbox_list            (WbDb *db, GError **error) G_GNUC_WARN_UNUSED_RESULT;  /* by seq */
GPtrArray   *wb_outbox_for_object      (WbDb *db, const char *object_kind, const char *object_id, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* The next row to send at @now: oldest first per object; none behind a row that waits for a person,
 * but for notes, which depend on nothing. What came of a call that was lost to somebody else
 * (wb-call-story.h) is only to be read, and stops nothing either. NULL without error = none is due; @wake_at_out then says when one will be (WB_TIME_NONE = never). */
WbOutboxRow *wb_outbox_next            (WbDb *db, gint64 now, gint64 *wake_at_out, GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean     wb_outbox_update          (WbDb *db, const WbOutboxRow *row, GError **error);
gboolean     wb_outbox_remove          (WbDb *db, gint64 seq, GError **error);
gboolean     wb_outbox_count           (WbDb *db, gint64 *waiting_out, gint64 *needs_you_out, GError **error);
/* A person asks, or the network is back: what waits for its next try is due now; not what the server
 * itself put off. */
gboolean     wb_outbox_hurry           (WbDb *db, GError **error);
/* Rows found "sending" when a program starts were cut off: back to waiting, same key. */
gboolean     wb_outbox_recover         (WbDb *db, GError **error);

/* What a conflict is about: (element-type WbFieldClash), empty where nothing clashes. */
GPtrArray   *wb_outbox_row_list_clashes (const WbOutboxRow *self) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
