/**
 * The description of the API: what each room's file under {@code openapi/} says of its routes, put
 * together with the routes that this server really has.
 */
@NullMarked
package io.tallybook.api.openapi;

import org.jspecify.annotations.NullMarked;
