/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The bodies of writes, both ways: what the desktop sends and the portal reads (retino-api.md B.4,
 * B.6; design.md 7). Optional instants are WB_TIME_NONE, optional texts NULL. */

#pragma once

#include "wb-record.h"
#include "wb-wire.h"

G_BEGIN_DECLS

/* POST /activities/{id}/assign */
typedef struct
{
  char *assignee;   /* (owned) (nullable) user id or "me"; NULL = give back */
  int lease_secs;   /* 60..3600; 0 = none */
} WbAssignBody;
WB_DECLARE_RECORD (WbAssignBody, wb_assign_body)
WbAssignBody *wb_wire_assign_body_decode (JsonNode *node, GError **error) G_GNUC_WARN_UNUSED_RESULT;
JsonNode *wb_wire_assign_body_encode (const WbAssignBody *self) G_GNUC_WARN_UNUSED_RESULT;

/* POST /activities/{id}/reschedule */
typedef struct
{
  gint64 due_at;          /* ms */
  gboolean has_attempt;
  char *attempt_outcome;  /* (owned) (nullable) */
  char *attempt_note;     /* (owned) (nullable) */
  gint64 attempt_at;      /* ms or WB_TIME_NONE = the server's now */
} WbRescheduleBody;
WB_DECLARE_RECORD (WbRescheduleBody, wb_reschedule_body)
WbRescheduleBody *wb_wire_reschedule_body_decode (JsonNode *node, GError **error) G_GNUC_WARN_UNUSED_RESULT;
JsonNode *wb_wire_reschedule_body_encode (const WbRescheduleBody *self) G_GNUC_WARN_UNUSED_RESULT;

/* POST /activities/{id}/complete and (outcome optional) /notes */
typedef struct
{
  char *outcome;      /* (owned) (nullable) */
  char *note;         /* (owned) (nullable) */
  gint64 called_at;   /* ms or WB_TIME_NONE */
} WbCompleteBody;
WB_DECLARE_RECORD (WbCompleteBody, wb_complete_body)
WbCompleteBody *wb_wire_complete_body_decode (JsonNode *node, GError **error) G_GNUC_WARN_UNUSED_RESULT;
JsonNode *wb_wire_complete_body_encode (const WbCompleteBody *self) G_GNUC_WARN_UNUSED_RESULT;

/* POST /activities/{id}/reopen */
typedef struct
{
  gint64 due_at;      /* ms */
  char *reason;       /* (owned) (nullable) */
} WbReopenBody;
WB_DECLARE_RECORD (WbReopenBody, wb_reopen_body)
WbReopenBody *wb_wire_reopen_body_decode (JsonNode *node, GError **error) G_GNUC_WARN_UNUSED_RESULT;
JsonNode *wb_wire_reopen_body_encode (const WbReopenBody *self) G_GNUC_WARN_UNUSED_RESULT;

/* POST /portal/{key}/call-request: a customer asks to be called (B.10). */
typedef struct
{
  char *placement;    /* (owned) */
  char *phone;        /* (owned) (nullable) as the customer wrote it */
} WbCallRequestBody;
WB_DECLARE_RECORD (WbCallRequestBody, wb_call_request_body)
WbCallRequestBody *wb_wire_call_request_body_decode (JsonNode *node, GError **error) G_GNUC_WARN_UNUSED_RESULT;
JsonNode *wb_wire_call_request_body_encode (const WbCallRequestBody *self) G_GNUC_WARN_UNUSED_RESULT;

/* POST /tickets/{id}/coupons: staff give a coupon (design.md 7). */
typedef struct
{
  char *currency;         /* (owned) */
  char *kind;             /* (owned) fixed|percent */
  char *amount;           /* (owned) decimal text */
  char *min_order_value;  /* (owned) decimal text */
  int validity_days;
  char *activity;         /* (owned) (nullable) */
  gboolean replace;
} WbCouponRequest;
WB_DECLARE_RECORD (WbCouponRequest, wb_coupon_request)
WbCouponRequest *wb_wire_coupon_request_decode (JsonNode *node, GError **error) G_GNUC_WARN_UNUSED_RESULT;
JsonNode *wb_wire_coupon_request_encode (const WbCouponRequest *self) G_GNUC_WARN_UNUSED_RESULT;

/* PATCH /tickets/{id}; a member is written only when its has_ is set. */
typedef struct
{
  gboolean has_state;
  char *state;            /* (owned) (nullable) */
  gboolean has_owner;
  char *owner;            /* (owned) (nullable) */
  gboolean has_phone;
  char *customer_phone;   /* (owned) (nullable) */
} WbTicketPatch;
WB_DECLARE_RECORD (WbTicketPatch, wb_ticket_patch)
WbTicketPatch *wb_wire_ticket_patch_decode (JsonNode *node, GError **error) G_GNUC_WARN_UNUSED_RESULT;
JsonNode *wb_wire_ticket_patch_encode (const WbTicketPatch *self) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
