package dev.ferry.model;

/** How near a route is, nearest first: the order of the constants is the order of preference. Derived from the method; among routes of one proximity the measured time decides. */
public enum Proximity { SAME_HOST, BLUETOOTH, LAN, INTERNET }
