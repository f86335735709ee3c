/** What may be in the way of finding and reaching devices, looked at one thing at a time. Knows the api and the system, and nothing of the control protocol. */
package dev.ferry.edge.control.internal.doctor;
