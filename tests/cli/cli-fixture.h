/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A merchant for winbackctl to work with: a portal with the demo's data and one pretend WooCommerce
 * store, and the built program run against them as people run it. */

#pragma once

#include <json-glib/json-glib.h>

#include "wb-demo-data.h"
#include "wb-portal.h"
#include "wb-pretend-woo.h"

G_BEGIN_DECLS

typedef struct
{
  char *dir;             /* (owned) everything below it is thrown away */
  char *workspace;       /* (owned) of "--workspace" */
  char *url;             /* (owned) of the portal */
  WbClock *clock;        /* (owned) the portal's: runs, from this computer's time */
  WbPortal *portal;      /* (owned) (nullable) NULL while stopped */
  guint16 port;          /* of the stopped portal, which it listens on again */
  WbPretendWoo *shop;    /* (owned) */
  WbDemoData *data;      /* (owned) */
  GPtrArray *calls;      /* (owned) (element-type WbActivity) open and free, as they were seeded */
} CliFixture;

CliFixture *cli_fixture_new       (void);
void        cli_fixture_free      (CliFixture *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CliFixture, cli_fixture_free)

/* A workspace of this name, connected with that user's token and synced. */
void        cli_fixture_connect   (CliFixture *self, const char *name, WbRole role, guint index);
/* Which workspace is used from now on. */
void        cli_fixture_use       (CliFixture *self, const char *name);
void        cli_fixture_stop_portal  (CliFixture *self);
void        cli_fixture_start_portal (CliFixture *self);
char       *cli_fixture_write     (CliFixture *self, const char *name, const char *text);

typedef struct
{
  int status;
  char *out;        /* (owned) */
  char *err;        /* (owned) */
  JsonNode *json;   /* (owned) (nullable) of out */
} CliResult;

void        cli_result_free       (CliResult *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CliResult, cli_result_free)

/* Starts "winbackctl --workspace W ARGS…" and lets it run; its standard output is a pipe. */
GSubprocess *cli_start            (CliFixture *self, ...) G_GNUC_NULL_TERMINATED;
/* Runs "winbackctl --workspace W ARGS…" and waits for it. */
CliResult  *cli_run               (CliFixture *self, ...) G_GNUC_NULL_TERMINATED;
CliResult  *cli_run_env           (const char *env_name, const char *env_value, const char *const *argv);
/* Fails the test unless it ended with 0 and, being asked for "--json", wrote JSON. */
CliResult  *cli_ok                (CliFixture *self, ...) G_GNUC_NULL_TERMINATED;
/* Fails the test unless it ended with @status and exactly one line on standard error with @words. */
void        cli_refused           (CliFixture *self, int status, const char *words, ...) G_GNUC_NULL_TERMINATED;

const char *cli_text              (JsonNode *node, const char *member);
guint       cli_count             (const CliResult *result);
guint       cli_count_outbox      (CliFixture *self);
/* The offers of a type as a JSON file, with one member of the amount in CZK replaced; gives its path. */
char       *cli_edit_amount       (CliFixture *self, const char *type, const char *member, const char *value);

/* What an agent does from another desk. */
JsonNode   *cli_api_assign        (CliFixture *self, guint agent, const char *call_id, gint64 version,
                                   const char *body);
/* GET below the portal's base with a manager's token. */
JsonNode   *cli_api_get           (CliFixture *self, const char *path);

G_END_DECLS
