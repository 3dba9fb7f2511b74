/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A portal in this process with a small merchant in it, and a client that says exactly what a test
 * wants said: one connection per request, raw headers, the answer taken apart. */

#pragma once

#include <json-glib/json-glib.h>

#include "wb-portal.h"
#include "wb-time.h"

G_BEGIN_DECLS

/* Friday 2025-10-03 10:00 UTC */
#define NOW G_GINT64_CONSTANT (1759485600000)

#define MANAGER "1111111111111111111111111111111111111111"
#define EVA "2222222222222222222222222222222222222222"
#define PETR "3333333333333333333333333333333333333333"
#define GONE "4444444444444444444444444444444444444444"

#define ID(prefix, n) prefix "00000" #n "-0000-4000-8000-000000000000"
#define MANAGER_ID ID ("d0", 1)
#define EVA_ID ID ("d0", 2)
#define PETR_ID ID ("d0", 3)
#define GONE_ID ID ("d0", 4)
#define TYPE_RETURN ID ("b0", 1)
#define TYPE_CLAIM ID ("b0", 2)
#define STATE_NEW ID ("f0", 1)
#define STATE_RESOLVED ID ("f0", 2)
#define STATE_OF_CLAIM ID ("f0", 3)
#define TICKET_1 ID ("e0", 1)   /* Jana, order in CZK in the shop, open */
#define TICKET_2 ID ("e0", 2)   /* Łukasz, no order, open */
#define TICKET_3 ID ("e0", 3)   /* closed */
#define CALL_1 ID ("a0", 1)     /* of ticket 1, free */
#define CALL_2 ID ("a0", 2)     /* of ticket 2, free, due later */
#define CALL_3 ID ("a0", 3)     /* of ticket 3, closed by Eva */
#define COUPON_1 ID ("c0", 1)   /* of ticket 3, used */
#define STORE_1 ID ("50", 1)

typedef struct
{
  WbPortal *portal;
  WbMovableClock *clock;
  char *dir;
  char *db;
  int rate_limit;               /* for the next start */
  const char *public_url;       /* (nullable) for the next start */
  gboolean behind_proxy;        /* for the next start */
  const char *host;             /* (nullable) what requests say they came to */
  guint16 port;                 /* where they go; 0 = to the portal here */
  WbPortalShopFactory factory;  /* for the next start */
  gpointer factory_data;
} Fixture;

typedef struct
{
  guint status;          /* 0 = the connection broke without an answer */
  GHashTable *headers;   /* lower-case name -> value */
  char *body;
  GBytes *content;       /* (nullable) the body, which may be no text */
  JsonNode *json;        /* (nullable) */
} Answer;

void        answer_free         (Answer *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Answer, answer_free)

Fixture    *fixture_new         (void);
/* Opens and seeds, but does not start. */
Fixture    *fixture_new_stopped (void);
void        fixture_free        (Fixture *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Fixture, fixture_free)

void        fixture_start       (Fixture *self);
/* Ends the portal; until it is restarted its files are the test's. */
void        fixture_close       (Fixture *self);
/* Ends the portal and opens the same ledger again. */
void        fixture_restart     (Fixture *self);
/* Before the start: its shop is left alone, so that nothing is told but what the test does. */
void        fixture_pause_shop  (Fixture *self);
void        fixture_advance     (Fixture *self, gint64 ms);

/* @headers: raw lines, each with its "\r\n"; NULL = none. @body: NULL = none. */
Answer     *ask                 (Fixture *self, const char *method, const char *path,
                                 const char *token, const char *headers, const char *body);
/* A write with a new idempotency key and, unless 0 > version, If-Match. */
Answer     *ask_write           (Fixture *self, const char *method, const char *path,
                                 const char *token, gint64 version, const char *body);

/* Sends without waiting; the answer is read later. */
GSocketConnection *ask_begin    (Fixture *self, const char *method, const char *path,
                                 const char *token, const char *headers, const char *body);
Answer     *ask_end             (GSocketConnection *connection);

/* A picture of tests/data/images. */
GBytes     *load_image          (const char *name);
/* A form with one file in it. */
GBytes     *make_form           (const char *boundary, const char *field, const char *file_name,
                                 GBytes *file);
/* Announces @length bytes, sends @body, which may be shorter, and waits for the answer. */
Answer     *ask_form            (Fixture *self, const char *token, const char *key,
                                 const char *content_type, gsize length, GBytes *body);
Answer     *ask_upload          (Fixture *self, const char *token, const char *key,
                                 const char *file_name, GBytes *file);
/* The id of a banner that a manager makes of banner.png; (transfer full). */
char       *add_banner          (Fixture *self, const char *name, const char *more);
/* The number that a question to the ledger's file gives. */
gint64      ask_ledger          (Fixture *self, const char *sql);
/* Changes the ledger's file behind the portal's back. */
void        change_ledger       (Fixture *self, const char *sql);

const char *answer_header       (const Answer *self, const char *name);
/* A member of the body by a path of names and indexes: "results.0.id"; "" = JSON null or absent. */
char       *answer_text         (const Answer *self, const char *path);
gint64      answer_int          (const Answer *self, const char *path);
gboolean    answer_has          (const Answer *self, const char *path);

#define assert_text(answer, path, expected) G_STMT_START {            \
  g_autofree char *assert_text_found = answer_text (answer, path);    \
  g_assert_cmpstr (assert_text_found, ==, expected);                  \
} G_STMT_END

#define assert_status(answer, expected) G_STMT_START {                \
  if ((answer)->status != (expected))                                 \
    g_test_message ("%s", (answer)->body);                            \
  g_assert_cmpuint ((answer)->status, ==, expected);                  \
} G_STMT_END

#define assert_refused(answer, expected, code) G_STMT_START {         \
  assert_status (answer, expected);                                   \
  assert_text (answer, "code", code);                                 \
} G_STMT_END

G_END_DECLS
